function __made-score_should_offer_completions_for_flags_or_options -a expected_commands
    set -l non_repeating_flags_or_options $argv[2..]
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __made-score_parse_tokens
    test "$commands" = "$expected_commands"; and return $non_repeating_flags_or_options_absent
end

function __made-score_should_offer_completions_for_positional -a expected_commands positional_index_comparison expected_positional_index
    set -l non_repeating_flags_or_options
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __made-score_parse_tokens
    test "$commands" = "$expected_commands" -a \( "$positional_index" "$positional_index_comparison" "$expected_positional_index" \)
end

function __made-score_parse_tokens -S
    set -l unparsed_tokens (__made-score_tokens -pc)
    switch $unparsed_tokens[1]
    case 'made-score'
        __made-score_parse_subcommand -r 1 'm/model=+' 'mixture-weights=' 'format=' 'd/delimiter=' 'header' 'no-header' 'threshold=' 'missing=' 'unseen=' 'bad-rows=' 'unit=' 'masks=' 'per-column' 'marginal' 'where=+' 'particles=' 'label=' 'quantiles=' 'explain=' 'compare' 'nearest=' 'summary' 'fit-weights' 'histogram' 'a/append' 'below=' 'above=' 'alarm=' 'line-buffered' 'o/output=' 'j/threads=' 'q/quiet' 'v/verbose' 'help-all' 'version' 'h/help'
    end
end

function __made-score_tokens
    if test (string split -m 1 -f 1 -- . "$FISH_VERSION") -gt 3
        commandline --tokens-raw $argv
    else
        commandline -o $argv
    end
end

function __made-score_parse_subcommand -S -a positional_count
    argparse -s r -- $argv
    set -l option_specs $argv[2..]
    set -l is_repeating_positional $_flag_r
    set -el _flag_r
    set -a commands $unparsed_tokens[1]
    set positional_index 0
    while true
        set -e unparsed_tokens[1]
        argparse -sn "$commands" $option_specs -- $unparsed_tokens 2> /dev/null
        set unparsed_tokens $argv
        set positional_index (math $positional_index + 1)
        for non_repeating_flag_or_option in $non_repeating_flags_or_options
            if set -ql "_flag_$(string replace -a - _ -- $non_repeating_flag_or_option)"
                set non_repeating_flags_or_options_absent 1
                break
            end
        end
        test (count $unparsed_tokens) -eq 0 -o \( -z "$is_repeating_positional" -a "$positional_index" -gt "$positional_count" \) && break
    end
end

function __made-score_complete_directories
    set -l token (commandline -t)
    string match -- '*/' $token
    set -l subdirs $token*/
    printf %s\n $subdirs
end

function __made-score_custom_completion
    set -x SAP_SHELL fish
    set -x SAP_SHELL_VERSION $FISH_VERSION
    set -l tokens (__made-score_tokens -p)
    if test -z "$(__made-score_tokens -t)"
        set -l index (count (__made-score_tokens -pc))
        set tokens $tokens[..$index] \'\' $tokens[(math $index + 1)..]
    end
    command $tokens[1] $argv $tokens
end

complete -c 'made-score' -f
complete -c 'made-score' -n '__made-score_should_offer_completions_for_flags_or_options "made-score"' -s 'm' -l 'model' -d 'A model, as made-fit wrote it; - is standard input.' -rfa '(for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.\'made\';printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'made-score' -n '__made-score_should_offer_completions_for_flags_or_options "made-score" mixture-weights' -l 'mixture-weights' -d 'Weight of each model in the mixture (default: equal).' -rfka ''
complete -c 'made-score' -n '__made-score_should_offer_completions_for_flags_or_options "made-score" format' -l 'format' -d 'auto, csv, tsv or idx.' -rfka 'auto csv tsv idx'
complete -c 'made-score' -n '__made-score_should_offer_completions_for_flags_or_options "made-score" d delimiter' -s 'd' -l 'delimiter' -d 'Fields are separated by CHAR.' -rfka ''
complete -c 'made-score' -n '__made-score_should_offer_completions_for_flags_or_options "made-score" header' -l 'header' -d 'First line is a header, or not (default: detected).'
complete -c 'made-score' -n '__made-score_should_offer_completions_for_flags_or_options "made-score" no-header' -l 'no-header' -d 'First line is a header, or not (default: detected).'
complete -c 'made-score' -n '__made-score_should_offer_completions_for_flags_or_options "made-score" threshold' -l 'threshold' -d 'Cells are numbers; those above T are 1.' -rfka ''
complete -c 'made-score' -n '__made-score_should_offer_completions_for_flags_or_options "made-score" missing' -l 'missing' -d 'Cells with one of these are missing, as empty ones.' -rfka ''
complete -c 'made-score' -n '__made-score_should_offer_completions_for_flags_or_options "made-score" unseen' -l 'unseen' -d 'smooth or error: values never seen in training.' -rfka 'smooth error'
complete -c 'made-score' -n '__made-score_should_offer_completions_for_positional "made-score" -ge 1' -F
complete -c 'made-score' -n '__made-score_should_offer_completions_for_flags_or_options "made-score" bad-rows' -l 'bad-rows' -d 'fail, nan (score it nan) or skip.' -rfka 'fail nan skip'
complete -c 'made-score' -n '__made-score_should_offer_completions_for_flags_or_options "made-score" unit' -l 'unit' -d 'nats, bits, bits-per-dim, density or p-value.' -rfka 'nats bits density bits-per-dim p-value'
complete -c 'made-score' -n '__made-score_should_offer_completions_for_flags_or_options "made-score" masks' -l 'masks' -d 'Average over the first N masks (default: all stored).' -rfka ''
complete -c 'made-score' -n '__made-score_should_offer_completions_for_flags_or_options "made-score" per-column' -l 'per-column' -d 'The log-likelihood of each column, given those before.'
complete -c 'made-score' -n '__made-score_should_offer_completions_for_flags_or_options "made-score" marginal' -l 'marginal' -d 'Empty cells are unknown: the score of the others.'
complete -c 'made-score' -n '__made-score_should_offer_completions_for_flags_or_options "made-score"' -l 'where' -d 'The probability of \'age>=40\', \'sex=Female|Male\' (repeatable), given each row of FILE if there is one.' -rfka '(__made-score_custom_completion ---completion -- --where (count (__made-score_tokens -pc)) (__made-score_tokens -tC))'
complete -c 'made-score' -n '__made-score_should_offer_completions_for_flags_or_options "made-score" particles' -l 'particles' -d 'Weighted draws to a row where it takes them (default: 128).' -rfka ''
complete -c 'made-score' -n '__made-score_should_offer_completions_for_flags_or_options "made-score" label' -l 'label' -d 'The probability of each value of COLUMN given all other columns; joint ones of several (a,b).' -rfka '(__made-score_custom_completion ---completion -- --label (count (__made-score_tokens -pc)) (__made-score_tokens -tC))'
complete -c 'made-score' -n '__made-score_should_offer_completions_for_flags_or_options "made-score" quantiles' -l 'quantiles' -d 'Quantiles of a --label of numbers (0.05,0.5,0.95).' -rfka ''
complete -c 'made-score' -n '__made-score_should_offer_completions_for_flags_or_options "made-score" explain' -l 'explain' -d 'The score and the K most surprising columns: name, value, what was expected, nats.' -rfka ''
complete -c 'made-score' -n '__made-score_should_offer_completions_for_flags_or_options "made-score" compare' -l 'compare' -d 'How two FILEs differ: mean scores, then each column.'
complete -c 'made-score' -n '__made-score_should_offer_completions_for_flags_or_options "made-score" nearest' -l 'nearest' -d 'The distance to the nearest record of FILE, and which.' -rF
complete -c 'made-score' -n '__made-score_should_offer_completions_for_flags_or_options "made-score" summary' -l 'summary' -d 'Only rows, mean and standard error, as CSV.'
complete -c 'made-score' -n '__made-score_should_offer_completions_for_flags_or_options "made-score" fit-weights' -l 'fit-weights' -d 'Only weights for --mixture-weights, under which the records are likeliest.'
complete -c 'made-score' -n '__made-score_should_offer_completions_for_flags_or_options "made-score" histogram' -l 'histogram' -d 'Draw the scores\' distribution on standard error.'
complete -c 'made-score' -n '__made-score_should_offer_completions_for_flags_or_options "made-score" a append' -l 'append' -s 'a' -d 'Input fields, then the score.'
complete -c 'made-score' -n '__made-score_should_offer_completions_for_flags_or_options "made-score" below' -l 'below' -d 'Pass only records that score below X, unchanged.' -rfka ''
complete -c 'made-score' -n '__made-score_should_offer_completions_for_flags_or_options "made-score" above' -l 'above' -d 'Pass only records that score above X, unchanged.' -rfka ''
complete -c 'made-score' -n '__made-score_should_offer_completions_for_flags_or_options "made-score" alarm' -l 'alarm' -d 'Pass only records whose p-value is at most RATE.' -rfka ''
complete -c 'made-score' -n '__made-score_should_offer_completions_for_flags_or_options "made-score" line-buffered' -l 'line-buffered' -d 'Hand on every score at once.'
complete -c 'made-score' -n '__made-score_should_offer_completions_for_flags_or_options "made-score" o output' -s 'o' -l 'output' -d 'Write to FILE, which appears complete or not at all.' -rF
complete -c 'made-score' -n '__made-score_should_offer_completions_for_flags_or_options "made-score" j threads' -s 'j' -l 'threads' -d 'Use N CPUs (default: all); results do not change.' -rfka ''
complete -c 'made-score' -n '__made-score_should_offer_completions_for_flags_or_options "made-score" q quiet' -l 'quiet' -s 'q' -d 'Print nothing but errors on standard error.'
complete -c 'made-score' -n '__made-score_should_offer_completions_for_flags_or_options "made-score" v verbose' -l 'verbose' -s 'v' -d 'Say more on standard error.'
complete -c 'made-score' -n '__made-score_should_offer_completions_for_flags_or_options "made-score" help-all' -l 'help-all' -d 'Show all options.'
complete -c 'made-score' -n '__made-score_should_offer_completions_for_flags_or_options "made-score" version' -l 'version' -d 'Show the version.'
complete -c 'made-score' -n '__made-score_should_offer_completions_for_flags_or_options "made-score" h help' -s 'h' -l 'help' -d 'Show help information.'
