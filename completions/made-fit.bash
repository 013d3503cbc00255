#!/bin/bash

__made-fit_cursor_index_in_current_word() {
    local remaining="${COMP_LINE}"

    local word
    for word in "${COMP_WORDS[@]::COMP_CWORD}"; do
        remaining="${remaining##*([[:space:]])"${word}"*([[:space:]])}"
    done

    local -ir index="$((COMP_POINT - ${#COMP_LINE} + ${#remaining}))"
    if [[ "${index}" -le 0 ]]; then
        printf 0
    else
        printf %s "${index}"
    fi
}

# positional arguments:
#
# - 1: the current (sub)command's count of positional arguments
#
# required variables:
#
# - repeating_flags: the repeating flags that the current (sub)command can accept
# - non_repeating_flags: the non-repeating flags that the current (sub)command can accept
# - repeating_options: the repeating options that the current (sub)command can accept
# - non_repeating_options: the non-repeating options that the current (sub)command can accept
# - positional_number: value ignored
# - unparsed_words: unparsed words from the current command line
#
# modified variables:
#
# - non_repeating_flags: remove flags for this (sub)command that are already on the command line
# - non_repeating_options: remove options for this (sub)command that are already on the command line
# - positional_number: set to the current positional number
# - unparsed_words: remove all flags, options, and option values for this (sub)command
__made-fit_offer_flags_options() {
    local -ir positional_count="${1}"
    positional_number=0

    local was_flag_option_terminator_seen=false
    local is_parsing_option_value=false

    local -ar unparsed_word_indices=("${!unparsed_words[@]}")
    local -i word_index
    for word_index in "${unparsed_word_indices[@]}"; do
        if "${is_parsing_option_value}"; then
            # This word is an option value:
            # Reset marker for next word iff not currently the last word
            [[ "${word_index}" -ne "${unparsed_word_indices[${#unparsed_word_indices[@]} - 1]}" ]] && is_parsing_option_value=false
            unset "unparsed_words[${word_index}]"
            # Do not process this word as a flag or an option
            continue
        fi

        local word="${unparsed_words["${word_index}"]}"
        if ! "${was_flag_option_terminator_seen}"; then
            case "${word}" in
            --)
                unset "unparsed_words[${word_index}]"
                # by itself -- is a flag/option terminator, but if it is the last word, it is the start of a completion
                if [[ "${word_index}" -ne "${unparsed_word_indices[${#unparsed_word_indices[@]} - 1]}" ]]; then
                    was_flag_option_terminator_seen=true
                fi
                continue
                ;;
            -*)
                # ${word} is a flag or an option
                # If ${word} is an option, mark that the next word to be parsed is an option value
                local option
                for option in "${repeating_options[@]}" "${non_repeating_options[@]}"; do
                    [[ "${word}" = "${option}" ]] && is_parsing_option_value=true && break
                done

                # Remove ${word} from ${non_repeating_flags} or ${non_repeating_options} so it isn't offered again
                local not_found=true
                local -i index
                for index in "${!non_repeating_flags[@]}"; do
                    if [[ "${non_repeating_flags[${index}]}" = "${word}" ]]; then
                        unset "non_repeating_flags[${index}]"
                        non_repeating_flags=("${non_repeating_flags[@]}")
                        not_found=false
                        break
                    fi
                done
                if "${not_found}"; then
                    for index in "${!non_repeating_flags[@]}"; do
                        if [[ "${non_repeating_flags[${index}]}" = "${word}" ]]; then
                            unset "non_repeating_flags[${index}]"
                            non_repeating_flags=("${non_repeating_flags[@]}")
                            break
                        fi
                    done
                fi
                unset "unparsed_words[${word_index}]"
                continue
                ;;
            esac
        fi

        # ${word} is neither a flag, nor an option, nor an option value
        if [[ "${positional_number}" -lt "${positional_count}" || "${positional_count}" -lt 0 ]]; then
            # ${word} is a positional
            ((positional_number++))
            unset "unparsed_words[${word_index}]"
        else
            if [[ -z "${word}" ]]; then
                # Could be completing a flag, option, or subcommand
                positional_number=-1
            else
                # ${word} is a subcommand or invalid, so stop processing this (sub)command
                positional_number=-2
            fi
            break
        fi
    done

    unparsed_words=("${unparsed_words[@]}")

    if\
        ! "${was_flag_option_terminator_seen}"\
        && ! "${is_parsing_option_value}"\
        && [[ ("${cur}" = -* && "${positional_number}" -ge 0) || "${positional_number}" -eq -1 ]]
    then
        COMPREPLY+=($(compgen -W "${repeating_flags[*]} ${non_repeating_flags[*]} ${repeating_options[*]} ${non_repeating_options[*]}" -- "${cur}"))
    fi
}

__made-fit_add_completions() {
    local completion
    while IFS='' read -r completion; do
        COMPREPLY+=("${completion}")
    done < <(IFS=$'\n' compgen "${@}" -- "${cur}")
}

__made-fit_custom_complete() {
    if [[ -n "${cur}" || -z ${COMP_WORDS[${COMP_CWORD}]} || "${COMP_LINE:${COMP_POINT}:1}" != ' ' ]]; then
        local -ar words=("${COMP_WORDS[@]}")
    else
        local -ar words=("${COMP_WORDS[@]::${COMP_CWORD}}" '' "${COMP_WORDS[@]:${COMP_CWORD}}")
    fi

    "${COMP_WORDS[0]}" "${@}" "${words[@]}"
}

_made-fit() {
    local state
    state="$(shopt -p;shopt -po)"
    trap "${state//$'\n'/;}" RETURN
    shopt -s extglob
    set +o history +o posix

    local -xr SAP_SHELL=bash
    local -x SAP_SHELL_VERSION
    SAP_SHELL_VERSION="$(IFS='.';printf %s "${BASH_VERSINFO[*]}")"
    local -r SAP_SHELL_VERSION

    local -r cur="${2}"
    local -r prev="${3}"

    local -i positional_number
    local -a unparsed_words=("${COMP_WORDS[@]:1:${COMP_CWORD}}")

    local -a repeating_flags=()
    local -a non_repeating_flags=(--header --no-header --rules --no-rules --residual --direct --no-direct --mask-weights --sharpen --no-sharpen --auto --resume --merge --dry-run --force -f --quiet -q --verbose -v --help-all --version -h --help)
    local -a repeating_options=(--type)
    local -a non_repeating_options=(--format -d --delimiter --threshold --missing --unseen --types --valid --holdout --hidden --flow --flow-step --flow-direction --masks --evaluate-masks --choose-masks --resample --ordering --activation --condition-on --initialisation --optimizer --dropout --input-dropout --learning-rate --average --batch-size --epochs --rate-decay --momentum --epsilon --patience --weight-decay --clip --schedule --warm-up --compute --seed --budget --initial --log --curve --checkpoint --checkpoint-every --precision -o --output -j --threads)
    __made-fit_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--format')
        __made-fit_add_completions -W 'auto'$'\n''csv'$'\n''tsv'$'\n''idx'
        return
        ;;
    '-d'|'--delimiter')
        return
        ;;
    '--threshold')
        return
        ;;
    '--missing')
        return
        ;;
    '--unseen')
        __made-fit_add_completions -W 'smooth'$'\n''error'
        return
        ;;
    '--type')
        return
        ;;
    '--types')
        __made-fit_add_completions -f
        return
        ;;
    '--valid')
        __made-fit_add_completions -f
        return
        ;;
    '--holdout')
        return
        ;;
    '--hidden')
        return
        ;;
    '--flow')
        return
        ;;
    '--flow-step')
        __made-fit_add_completions -W 'affine'$'\n''spline'
        return
        ;;
    '--flow-direction')
        __made-fit_add_completions -W 'maf'$'\n''iaf'
        return
        ;;
    '--masks')
        return
        ;;
    '--evaluate-masks')
        return
        ;;
    '--choose-masks')
        return
        ;;
    '--resample')
        __made-fit_add_completions -W 'full'$'\n''ordering'$'\n''connectivity'
        return
        ;;
    '--ordering')
        __made-fit_add_completions -f
        return
        ;;
    '--activation')
        __made-fit_add_completions -W 'relu'$'\n''tanh'$'\n''sigmoid'$'\n''softplus'$'\n''softsign'
        return
        ;;
    '--condition-on')
        return
        ;;
    '--initialisation')
        __made-fit_add_completions -W 'glorot'$'\n''orthogonal'
        return
        ;;
    '--optimizer')
        __made-fit_add_completions -W 'adam'$'\n''sgd'$'\n''adagrad'$'\n''adadelta'$'\n''rmsprop'
        return
        ;;
    '--dropout')
        return
        ;;
    '--input-dropout')
        return
        ;;
    '--learning-rate')
        return
        ;;
    '--average')
        return
        ;;
    '--batch-size')
        return
        ;;
    '--epochs')
        return
        ;;
    '--rate-decay')
        return
        ;;
    '--momentum')
        return
        ;;
    '--epsilon')
        return
        ;;
    '--patience')
        return
        ;;
    '--weight-decay')
        return
        ;;
    '--clip')
        return
        ;;
    '--schedule')
        __made-fit_add_completions -W 'constant'$'\n''cosine'$'\n''plateau'
        return
        ;;
    '--warm-up')
        return
        ;;
    '--compute')
        __made-fit_add_completions -W 'f32'$'\n''bf16'
        return
        ;;
    '--seed')
        return
        ;;
    '--budget')
        return
        ;;
    '--initial')
        __made-fit_add_completions -o plusdirs -fX '!*.@(made)'
        return
        ;;
    '--log')
        __made-fit_add_completions -f
        return
        ;;
    '--curve')
        __made-fit_add_completions -o plusdirs -fX '!*.@(svg)'
        return
        ;;
    '--checkpoint')
        __made-fit_add_completions -f
        return
        ;;
    '--checkpoint-every')
        return
        ;;
    '--precision')
        __made-fit_add_completions -W 'f32'$'\n''bf16'$'\n''f16'
        return
        ;;
    '-o'|'--output')
        __made-fit_add_completions -f
        return
        ;;
    '-j'|'--threads')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    *)
        __made-fit_add_completions -f
        return
        ;;
    esac
}

complete -o filenames -F _made-fit made-fit
