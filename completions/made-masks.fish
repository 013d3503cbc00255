function __made-masks_should_offer_completions_for_flags_or_options -a expected_commands
    set -l non_repeating_flags_or_options $argv[2..]
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __made-masks_parse_tokens
    test "$commands" = "$expected_commands"; and return $non_repeating_flags_or_options_absent
end

function __made-masks_should_offer_completions_for_positional -a expected_commands positional_index_comparison expected_positional_index
    set -l non_repeating_flags_or_options
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __made-masks_parse_tokens
    test "$commands" = "$expected_commands" -a \( "$positional_index" "$positional_index_comparison" "$expected_positional_index" \)
end

function __made-masks_parse_tokens -S
    set -l unparsed_tokens (__made-masks_tokens -pc)
    switch $unparsed_tokens[1]
    case 'made-masks'
        __made-masks_parse_subcommand 0 'm/model=+' 'inputs=' 'hidden=' 'residual' 'seed=' 'info' 'ordering' 'degrees' 'layer=' 'check' 'information' 'column=' 'mask=' 'format=' 'o/output=' 'j/threads=' 'q/quiet' 'v/verbose' 'help-all' 'version' 'h/help'
    end
end

function __made-masks_tokens
    if test (string split -m 1 -f 1 -- . "$FISH_VERSION") -gt 3
        commandline --tokens-raw $argv
    else
        commandline -o $argv
    end
end

function __made-masks_parse_subcommand -S -a positional_count
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

function __made-masks_complete_directories
    set -l token (commandline -t)
    string match -- '*/' $token
    set -l subdirs $token*/
    printf %s\n $subdirs
end

function __made-masks_custom_completion
    set -x SAP_SHELL fish
    set -x SAP_SHELL_VERSION $FISH_VERSION
    set -l tokens (__made-masks_tokens -p)
    if test -z "$(__made-masks_tokens -t)"
        set -l index (count (__made-masks_tokens -pc))
        set tokens $tokens[..$index] \'\' $tokens[(math $index + 1)..]
    end
    command $tokens[1] $argv $tokens
end

complete -c 'made-masks' -f
complete -c 'made-masks' -n '__made-masks_should_offer_completions_for_flags_or_options "made-masks"' -s 'm' -l 'model' -d 'A model, as made-fit wrote it; - is standard input.' -rfa '(for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.\'made\';printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'made-masks' -n '__made-masks_should_offer_completions_for_flags_or_options "made-masks" inputs' -l 'inputs' -d 'A shape with D columns, in place of a model.' -rfka ''
complete -c 'made-masks' -n '__made-masks_should_offer_completions_for_flags_or_options "made-masks" hidden' -l 'hidden' -d 'Units of the shape\'s hidden layers.' -rfka ''
complete -c 'made-masks' -n '__made-masks_should_offer_completions_for_flags_or_options "made-masks" residual' -l 'residual' -d 'The shape is a residual stack: all its hidden layers get the same degrees.'
complete -c 'made-masks' -n '__made-masks_should_offer_completions_for_flags_or_options "made-masks" seed' -l 'seed' -d 'Seed of the shape\'s mask (default: 1).' -rfka ''
complete -c 'made-masks' -n '__made-masks_should_offer_completions_for_flags_or_options "made-masks" info' -l 'info' -d 'Print the model\'s header.'
complete -c 'made-masks' -n '__made-masks_should_offer_completions_for_flags_or_options "made-masks" ordering' -l 'ordering' -d 'Print the ordering of a mask: position, column, name.'
complete -c 'made-masks' -n '__made-masks_should_offer_completions_for_flags_or_options "made-masks" degrees' -l 'degrees' -d 'Print the degrees of a mask: layer, unit, degree.'
complete -c 'made-masks' -n '__made-masks_should_offer_completions_for_flags_or_options "made-masks" layer' -l 'layer' -d 'Print the 0/1 mask between layers K-1 and K: a line per upper unit.' -rfka ''
complete -c 'made-masks' -n '__made-masks_should_offer_completions_for_flags_or_options "made-masks" check' -l 'check' -d 'Verify that every mask is autoregressive; exit 1 if one is not.'
complete -c 'made-masks' -n '__made-masks_should_offer_completions_for_flags_or_options "made-masks" information' -l 'information' -d 'Print how much each pair of columns says about each other: mutual information, nats.'
complete -c 'made-masks' -n '__made-masks_should_offer_completions_for_flags_or_options "made-masks" column' -l 'column' -d 'With --information: only pairs with COLUMN, what says most about it first.' -rfka '(__made-masks_custom_completion ---completion -- --column (count (__made-masks_tokens -pc)) (__made-masks_tokens -tC))'
complete -c 'made-masks' -n '__made-masks_should_offer_completions_for_flags_or_options "made-masks" mask' -l 'mask' -d 'Which mask to print (default: 1).' -rfka ''
complete -c 'made-masks' -n '__made-masks_should_offer_completions_for_flags_or_options "made-masks" format' -l 'format' -d 'csv, tsv, png, or pbm for --layer.' -rfka 'csv tsv pbm png'
complete -c 'made-masks' -n '__made-masks_should_offer_completions_for_flags_or_options "made-masks" o output' -s 'o' -l 'output' -d 'Write to FILE, which appears complete or not at all.' -rF
complete -c 'made-masks' -n '__made-masks_should_offer_completions_for_flags_or_options "made-masks" j threads' -s 'j' -l 'threads' -d 'Use N CPUs (default: all); results do not change.' -rfka ''
complete -c 'made-masks' -n '__made-masks_should_offer_completions_for_flags_or_options "made-masks" q quiet' -l 'quiet' -s 'q' -d 'Print nothing but errors on standard error.'
complete -c 'made-masks' -n '__made-masks_should_offer_completions_for_flags_or_options "made-masks" v verbose' -l 'verbose' -s 'v' -d 'Say more on standard error.'
complete -c 'made-masks' -n '__made-masks_should_offer_completions_for_flags_or_options "made-masks" help-all' -l 'help-all' -d 'Show all options.'
complete -c 'made-masks' -n '__made-masks_should_offer_completions_for_flags_or_options "made-masks" version' -l 'version' -d 'Show the version.'
complete -c 'made-masks' -n '__made-masks_should_offer_completions_for_flags_or_options "made-masks" h help' -s 'h' -l 'help' -d 'Show help information.'
