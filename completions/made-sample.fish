function __made-sample_should_offer_completions_for_flags_or_options -a expected_commands
    set -l non_repeating_flags_or_options $argv[2..]
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __made-sample_parse_tokens
    test "$commands" = "$expected_commands"; and return $non_repeating_flags_or_options_absent
end

function __made-sample_should_offer_completions_for_positional -a expected_commands positional_index_comparison expected_positional_index
    set -l non_repeating_flags_or_options
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __made-sample_parse_tokens
    test "$commands" = "$expected_commands" -a \( "$positional_index" "$positional_index_comparison" "$expected_positional_index" \)
end

function __made-sample_parse_tokens -S
    set -l unparsed_tokens (__made-sample_tokens -pc)
    switch $unparsed_tokens[1]
    case 'made-sample'
        __made-sample_parse_subcommand 0 'm/model=+' 'mixture-weights=' 'n/count=' 'seed=' 'offset=' 'format=' 'd/delimiter=' 'left-out=' 'header' 'no-header' 'with-score' 'probabilities' 'given=' 'where=+' 'missing=' 'keep-missing' 'most-likely' 'particles=' 'shape=' 'grid=' 'o/output=' 'j/threads=' 'q/quiet' 'v/verbose' 'help-all' 'version' 'h/help'
    end
end

function __made-sample_tokens
    if test (string split -m 1 -f 1 -- . "$FISH_VERSION") -gt 3
        commandline --tokens-raw $argv
    else
        commandline -o $argv
    end
end

function __made-sample_parse_subcommand -S -a positional_count
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

function __made-sample_complete_directories
    set -l token (commandline -t)
    string match -- '*/' $token
    set -l subdirs $token*/
    printf %s\n $subdirs
end

function __made-sample_custom_completion
    set -x SAP_SHELL fish
    set -x SAP_SHELL_VERSION $FISH_VERSION
    set -l tokens (__made-sample_tokens -p)
    if test -z "$(__made-sample_tokens -t)"
        set -l index (count (__made-sample_tokens -pc))
        set tokens $tokens[..$index] \'\' $tokens[(math $index + 1)..]
    end
    command $tokens[1] $argv $tokens
end

complete -c 'made-sample' -f
complete -c 'made-sample' -n '__made-sample_should_offer_completions_for_flags_or_options "made-sample"' -s 'm' -l 'model' -d 'A model, as made-fit wrote it; - is standard input.' -rfa '(for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.\'made\';printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'made-sample' -n '__made-sample_should_offer_completions_for_flags_or_options "made-sample" mixture-weights' -l 'mixture-weights' -d 'Weight of each model in the mixture (default: equal).' -rfka ''
complete -c 'made-sample' -n '__made-sample_should_offer_completions_for_flags_or_options "made-sample" count n' -s 'n' -l 'count' -d 'Number of rows, or of completions of each of --given (default: 1, or as --grid has places).' -rfka ''
complete -c 'made-sample' -n '__made-sample_should_offer_completions_for_flags_or_options "made-sample" seed' -l 'seed' -d 'Seed (default: from the system; -v prints it).' -rfka ''
complete -c 'made-sample' -n '__made-sample_should_offer_completions_for_flags_or_options "made-sample" offset' -l 'offset' -d 'Start at row K of the endless run (from 0).' -rfka ''
complete -c 'made-sample' -n '__made-sample_should_offer_completions_for_flags_or_options "made-sample" format' -l 'format' -d 'csv, tsv, idx or png (default: text as the training table, or as --given).' -rfka 'csv tsv idx png'
complete -c 'made-sample' -n '__made-sample_should_offer_completions_for_flags_or_options "made-sample" d delimiter' -s 'd' -l 'delimiter' -d 'Fields are separated by CHAR.' -rfka ''
complete -c 'made-sample' -n '__made-sample_should_offer_completions_for_flags_or_options "made-sample" left-out' -l 'left-out' -d 'keep or drop: the columns that the model leaves out.' -rfka 'keep drop'
complete -c 'made-sample' -n '__made-sample_should_offer_completions_for_flags_or_options "made-sample" header' -l 'header' -d 'Write a header, or not (default: if the model has names); or: --given has one, or not.'
complete -c 'made-sample' -n '__made-sample_should_offer_completions_for_flags_or_options "made-sample" no-header' -l 'no-header' -d 'Write a header, or not (default: if the model has names); or: --given has one, or not.'
complete -c 'made-sample' -n '__made-sample_should_offer_completions_for_flags_or_options "made-sample" with-score' -l 'with-score' -d 'Add the log-likelihood of each row in nats as a last column.'
complete -c 'made-sample' -n '__made-sample_should_offer_completions_for_flags_or_options "made-sample" probabilities' -l 'probabilities' -d 'In place of each cell, the probability of 1, or of its word, that it was drawn with.'
complete -c 'made-sample' -n '__made-sample_should_offer_completions_for_flags_or_options "made-sample" given' -l 'given' -d 'Complete the rows of FILE, whose empty cells are filled.' -rF
complete -c 'made-sample' -n '__made-sample_should_offer_completions_for_flags_or_options "made-sample"' -l 'where' -d 'Draw only rows like this: \'age>=40\', \'sex=Female|Male\' (repeatable).' -rfka '(__made-sample_custom_completion ---completion -- --where (count (__made-sample_tokens -pc)) (__made-sample_tokens -tC))'
complete -c 'made-sample' -n '__made-sample_should_offer_completions_for_flags_or_options "made-sample" missing' -l 'missing' -d 'Cells with one of these are missing, as empty ones.' -rfka ''
complete -c 'made-sample' -n '__made-sample_should_offer_completions_for_flags_or_options "made-sample" keep-missing' -l 'keep-missing' -d 'Cells that hold a missing token are missing indeed: only empty cells are filled.'
complete -c 'made-sample' -n '__made-sample_should_offer_completions_for_flags_or_options "made-sample" most-likely' -l 'most-likely' -d 'Fill with modes of words and means of numbers, not with draws.'
complete -c 'made-sample' -n '__made-sample_should_offer_completions_for_flags_or_options "made-sample" particles' -l 'particles' -d 'Weighted draws to a row where it takes them (default: 128).' -rfka ''
complete -c 'made-sample' -n '__made-sample_should_offer_completions_for_flags_or_options "made-sample" shape' -l 'shape' -d 'W pixels by H to a row (default: as in the training data, or a square).' -rfka ''
complete -c 'made-sample' -n '__made-sample_should_offer_completions_for_flags_or_options "made-sample" grid' -l 'grid' -d 'W rows side by side, H of these lines (default: as square as can be).' -rfka ''
complete -c 'made-sample' -n '__made-sample_should_offer_completions_for_flags_or_options "made-sample" o output' -s 'o' -l 'output' -d 'Write to FILE, which appears complete or not at all.' -rF
complete -c 'made-sample' -n '__made-sample_should_offer_completions_for_flags_or_options "made-sample" j threads' -s 'j' -l 'threads' -d 'Use N CPUs (default: all); results do not change.' -rfka ''
complete -c 'made-sample' -n '__made-sample_should_offer_completions_for_flags_or_options "made-sample" q quiet' -l 'quiet' -s 'q' -d 'Print nothing but errors on standard error.'
complete -c 'made-sample' -n '__made-sample_should_offer_completions_for_flags_or_options "made-sample" v verbose' -l 'verbose' -s 'v' -d 'Say more on standard error.'
complete -c 'made-sample' -n '__made-sample_should_offer_completions_for_flags_or_options "made-sample" help-all' -l 'help-all' -d 'Show all options.'
complete -c 'made-sample' -n '__made-sample_should_offer_completions_for_flags_or_options "made-sample" version' -l 'version' -d 'Show the version.'
complete -c 'made-sample' -n '__made-sample_should_offer_completions_for_flags_or_options "made-sample" h help' -s 'h' -l 'help' -d 'Show help information.'
