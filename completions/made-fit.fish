function __made-fit_should_offer_completions_for_flags_or_options -a expected_commands
    set -l non_repeating_flags_or_options $argv[2..]
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __made-fit_parse_tokens
    test "$commands" = "$expected_commands"; and return $non_repeating_flags_or_options_absent
end

function __made-fit_should_offer_completions_for_positional -a expected_commands positional_index_comparison expected_positional_index
    set -l non_repeating_flags_or_options
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __made-fit_parse_tokens
    test "$commands" = "$expected_commands" -a \( "$positional_index" "$positional_index_comparison" "$expected_positional_index" \)
end

function __made-fit_parse_tokens -S
    set -l unparsed_tokens (__made-fit_tokens -pc)
    switch $unparsed_tokens[1]
    case 'made-fit'
        __made-fit_parse_subcommand -r 1 'format=' 'd/delimiter=' 'header' 'no-header' 'threshold=' 'missing=' 'unseen=' 'type=+' 'types=' 'rules' 'no-rules' 'valid=' 'holdout=' 'hidden=' 'flow=' 'flow-step=' 'flow-direction=' 'residual' 'direct' 'no-direct' 'masks=' 'evaluate-masks=' 'choose-masks=' 'resample=' 'ordering=' 'activation=' 'mask-weights' 'condition-on=' 'initialisation=' 'optimizer=' 'dropout=' 'input-dropout=' 'learning-rate=' 'average=' 'batch-size=' 'epochs=' 'rate-decay=' 'momentum=' 'epsilon=' 'patience=' 'weight-decay=' 'sharpen' 'no-sharpen' 'clip=' 'schedule=' 'warm-up=' 'compute=' 'seed=' 'auto' 'budget=' 'initial=' 'log=' 'curve=' 'checkpoint=' 'checkpoint-every=' 'resume' 'merge' 'dry-run' 'precision=' 'f/force' 'o/output=' 'j/threads=' 'q/quiet' 'v/verbose' 'help-all' 'version' 'h/help'
    end
end

function __made-fit_tokens
    if test (string split -m 1 -f 1 -- . "$FISH_VERSION") -gt 3
        commandline --tokens-raw $argv
    else
        commandline -o $argv
    end
end

function __made-fit_parse_subcommand -S -a positional_count
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

function __made-fit_complete_directories
    set -l token (commandline -t)
    string match -- '*/' $token
    set -l subdirs $token*/
    printf %s\n $subdirs
end

function __made-fit_custom_completion
    set -x SAP_SHELL fish
    set -x SAP_SHELL_VERSION $FISH_VERSION
    set -l tokens (__made-fit_tokens -p)
    if test -z "$(__made-fit_tokens -t)"
        set -l index (count (__made-fit_tokens -pc))
        set tokens $tokens[..$index] \'\' $tokens[(math $index + 1)..]
    end
    command $tokens[1] $argv $tokens
end

complete -c 'made-fit' -f
complete -c 'made-fit' -n '__made-fit_should_offer_completions_for_flags_or_options "made-fit" format' -l 'format' -d 'auto, csv, tsv or idx.' -rfka 'auto csv tsv idx'
complete -c 'made-fit' -n '__made-fit_should_offer_completions_for_flags_or_options "made-fit" d delimiter' -s 'd' -l 'delimiter' -d 'Fields are separated by CHAR.' -rfka ''
complete -c 'made-fit' -n '__made-fit_should_offer_completions_for_flags_or_options "made-fit" header' -l 'header' -d 'First line is a header, or not (default: detected).'
complete -c 'made-fit' -n '__made-fit_should_offer_completions_for_flags_or_options "made-fit" no-header' -l 'no-header' -d 'First line is a header, or not (default: detected).'
complete -c 'made-fit' -n '__made-fit_should_offer_completions_for_flags_or_options "made-fit" threshold' -l 'threshold' -d 'Cells are numbers; those above T are 1.' -rfka ''
complete -c 'made-fit' -n '__made-fit_should_offer_completions_for_flags_or_options "made-fit" missing' -l 'missing' -d 'Cells with one of these are missing, as empty ones.' -rfka ''
complete -c 'made-fit' -n '__made-fit_should_offer_completions_for_flags_or_options "made-fit" unseen' -l 'unseen' -d 'smooth or error: values never seen in training.' -rfka 'smooth error'
complete -c 'made-fit' -n '__made-fit_should_offer_completions_for_positional "made-fit" -ge 1' -F
complete -c 'made-fit' -n '__made-fit_should_offer_completions_for_flags_or_options "made-fit"' -l 'type' -d 'binary, categorical, integer, real, density or drop.' -rfka ''
complete -c 'made-fit' -n '__made-fit_should_offer_completions_for_flags_or_options "made-fit" types' -l 'types' -d 'Kinds of columns, as --dry-run prints them.' -rF
complete -c 'made-fit' -n '__made-fit_should_offer_completions_for_flags_or_options "made-fit" rules' -l 'rules' -d 'Keep rules that all records keep, such as a <= b, or not (default: keep).'
complete -c 'made-fit' -n '__made-fit_should_offer_completions_for_flags_or_options "made-fit" no-rules' -l 'no-rules' -d 'Keep rules that all records keep, such as a <= b, or not (default: keep).'
complete -c 'made-fit' -n '__made-fit_should_offer_completions_for_flags_or_options "made-fit" valid' -l 'valid' -d 'Records to choose the best epoch by.' -rF
complete -c 'made-fit' -n '__made-fit_should_offer_completions_for_flags_or_options "made-fit" holdout' -l 'holdout' -d 'Hold this share of the records out in place of --valid (default: 0.1).' -rfka ''
complete -c 'made-fit' -n '__made-fit_should_offer_completions_for_flags_or_options "made-fit" hidden' -l 'hidden' -d 'Units of each hidden layer (default: by the table).' -rfka ''
complete -c 'made-fit' -n '__made-fit_should_offer_completions_for_flags_or_options "made-fit" flow' -l 'flow' -d 'Move numbers by N masked steps before the network (default: 0).' -rfka ''
complete -c 'made-fit' -n '__made-fit_should_offer_completions_for_flags_or_options "made-fit" flow-step' -l 'flow-step' -d 'What steps do to numbers (default: affine).' -rfka 'affine spline'
complete -c 'made-fit' -n '__made-fit_should_offer_completions_for_flags_or_options "made-fit" flow-direction' -l 'flow-direction' -d 'Which way steps go, maf or iaf (default: maf).' -rfka 'maf iaf'
complete -c 'made-fit' -n '__made-fit_should_offer_completions_for_flags_or_options "made-fit" residual' -l 'residual' -d 'Add the input of each pair of hidden layers to its output.'
complete -c 'made-fit' -n '__made-fit_should_offer_completions_for_flags_or_options "made-fit" direct' -l 'direct' -d 'Connect inputs to outputs directly, or not (default: if all columns are 0/1).'
complete -c 'made-fit' -n '__made-fit_should_offer_completions_for_flags_or_options "made-fit" no-direct' -l 'no-direct' -d 'Connect inputs to outputs directly, or not (default: if all columns are 0/1).'
complete -c 'made-fit' -n '__made-fit_should_offer_completions_for_flags_or_options "made-fit" masks' -l 'masks' -d 'A list of N masks, or endless (default: by the table).' -rfka ''
complete -c 'made-fit' -n '__made-fit_should_offer_completions_for_flags_or_options "made-fit" evaluate-masks' -l 'evaluate-masks' -d 'Masks to average over, if endless (default: 16).' -rfka ''
complete -c 'made-fit' -n '__made-fit_should_offer_completions_for_flags_or_options "made-fit" choose-masks' -l 'choose-masks' -d 'Try N masks in the end; keep the best of them.' -rfka ''
complete -c 'made-fit' -n '__made-fit_should_offer_completions_for_flags_or_options "made-fit" resample' -l 'resample' -d 'What masks vary: full, ordering or connectivity (default: full).' -rfka 'full ordering connectivity'
complete -c 'made-fit' -n '__made-fit_should_offer_completions_for_flags_or_options "made-fit" ordering' -l 'ordering' -d 'random, natural or a file (default: by the table).' -rF
complete -c 'made-fit' -n '__made-fit_should_offer_completions_for_flags_or_options "made-fit" activation' -l 'activation' -d 'relu, tanh, sigmoid, softplus or softsign (default: relu).' -rfka 'relu tanh sigmoid softplus softsign'
complete -c 'made-fit' -n '__made-fit_should_offer_completions_for_flags_or_options "made-fit" mask-weights' -l 'mask-weights' -d 'Tell units which mask is on (the paper\'s U).'
complete -c 'made-fit' -n '__made-fit_should_offer_completions_for_flags_or_options "made-fit" condition-on' -l 'condition-on' -d 'Columns to predict the others from.' -rfka ''
complete -c 'made-fit' -n '__made-fit_should_offer_completions_for_flags_or_options "made-fit" initialisation' -l 'initialisation' -d 'glorot or orthogonal initial weights (default: glorot).' -rfka 'glorot orthogonal'
complete -c 'made-fit' -n '__made-fit_should_offer_completions_for_flags_or_options "made-fit" optimizer' -l 'optimizer' -d 'adam, sgd, adagrad, adadelta or rmsprop.' -rfka 'adam sgd adagrad adadelta rmsprop'
complete -c 'made-fit' -n '__made-fit_should_offer_completions_for_flags_or_options "made-fit" dropout' -l 'dropout' -d 'Probability of dropping a hidden unit (default: by the table).' -rfka ''
complete -c 'made-fit' -n '__made-fit_should_offer_completions_for_flags_or_options "made-fit" input-dropout' -l 'input-dropout' -d 'Probability of setting an input to 0 (default: 0).' -rfka ''
complete -c 'made-fit' -n '__made-fit_should_offer_completions_for_flags_or_options "made-fit" learning-rate' -l 'learning-rate' -d 'Learning rate (default: by the rule and the table).' -rfka ''
complete -c 'made-fit' -n '__made-fit_should_offer_completions_for_flags_or_options "made-fit" average' -l 'average' -d 'Decay of the average of the weights, which is saved (default: 0.999).' -rfka ''
complete -c 'made-fit' -n '__made-fit_should_offer_completions_for_flags_or_options "made-fit" batch-size' -l 'batch-size' -d 'Records to an update (default: by the table).' -rfka ''
complete -c 'made-fit' -n '__made-fit_should_offer_completions_for_flags_or_options "made-fit" epochs' -l 'epochs' -d 'Most epochs (default: 1000).' -rfka ''
complete -c 'made-fit' -n '__made-fit_should_offer_completions_for_flags_or_options "made-fit" rate-decay' -l 'rate-decay' -d 'Rate at step t is r / (1 + c t).' -rfka ''
complete -c 'made-fit' -n '__made-fit_should_offer_completions_for_flags_or_options "made-fit" momentum' -l 'momentum' -d 'SGD momentum; decay of adadelta and rmsprop; Adam\'s beta1.' -rfka ''
complete -c 'made-fit' -n '__made-fit_should_offer_completions_for_flags_or_options "made-fit" epsilon' -l 'epsilon' -d 'Added where a rule divides by a root.' -rfka ''
complete -c 'made-fit' -n '__made-fit_should_offer_completions_for_flags_or_options "made-fit" patience' -l 'patience' -d 'Epochs without improvement before it stops.' -rfka ''
complete -c 'made-fit' -n '__made-fit_should_offer_completions_for_flags_or_options "made-fit" weight-decay' -l 'weight-decay' -d 'Shrink weights by rate times L at each step.' -rfka ''
complete -c 'made-fit' -n '__made-fit_should_offer_completions_for_flags_or_options "made-fit" sharpen' -l 'sharpen' -d 'In the end scale output weights as suits validation (default: with several masks).'
complete -c 'made-fit' -n '__made-fit_should_offer_completions_for_flags_or_options "made-fit" no-sharpen' -l 'no-sharpen' -d 'In the end scale output weights as suits validation (default: with several masks).'
complete -c 'made-fit' -n '__made-fit_should_offer_completions_for_flags_or_options "made-fit" clip' -l 'clip' -d 'Shorten longer gradients to length N (0: never).' -rfka ''
complete -c 'made-fit' -n '__made-fit_should_offer_completions_for_flags_or_options "made-fit" schedule' -l 'schedule' -d 'constant, cosine or plateau: the rate\'s course.' -rfka 'constant cosine plateau'
complete -c 'made-fit' -n '__made-fit_should_offer_completions_for_flags_or_options "made-fit" warm-up' -l 'warm-up' -d 'Epochs in which the rate rises from 0.' -rfka ''
complete -c 'made-fit' -n '__made-fit_should_offer_completions_for_flags_or_options "made-fit" compute' -l 'compute' -d 'Multiply in f32 or bf16; sums are f32.' -rfka 'f32 bf16'
complete -c 'made-fit' -n '__made-fit_should_offer_completions_for_flags_or_options "made-fit" seed' -l 'seed' -d 'Everything random follows from S.' -rfka ''
complete -c 'made-fit' -n '__made-fit_should_offer_completions_for_flags_or_options "made-fit" auto' -l 'auto' -d 'Search for network and training that validate best.'
complete -c 'made-fit' -n '__made-fit_should_offer_completions_for_flags_or_options "made-fit" budget' -l 'budget' -d 'Limit of --auto: 90s, 10m, 2h, 400e (default: 10m).' -rfka ''
complete -c 'made-fit' -n '__made-fit_should_offer_completions_for_flags_or_options "made-fit" initial' -l 'initial' -d 'Start from MODEL: its network, masks and weights.' -rfa '(for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.\'made\';printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'made-fit' -n '__made-fit_should_offer_completions_for_flags_or_options "made-fit" log' -l 'log' -d 'Write one CSV line an epoch to FILE.' -rF
complete -c 'made-fit' -n '__made-fit_should_offer_completions_for_flags_or_options "made-fit" curve' -l 'curve' -d 'Draw the learning curves into FILE, as SVG.' -rfa '(for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.\'svg\';printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'made-fit' -n '__made-fit_should_offer_completions_for_flags_or_options "made-fit" checkpoint' -l 'checkpoint' -d 'Save the state of the fit in FILE now and then.' -rF
complete -c 'made-fit' -n '__made-fit_should_offer_completions_for_flags_or_options "made-fit" checkpoint-every' -l 'checkpoint-every' -d 'Save every N epochs (default: once ten seconds have passed).' -rfka ''
complete -c 'made-fit' -n '__made-fit_should_offer_completions_for_flags_or_options "made-fit" resume' -l 'resume' -d 'Go on from the --checkpoint, if there is one.'
complete -c 'made-fit' -n '__made-fit_should_offer_completions_for_flags_or_options "made-fit" merge' -l 'merge' -d 'FILEs are models from one --initial model: write the mean of their parameters.'
complete -c 'made-fit' -n '__made-fit_should_offer_completions_for_flags_or_options "made-fit" dry-run' -l 'dry-run' -d 'Read the data, tell what would be fitted, and stop.'
complete -c 'made-fit' -n '__made-fit_should_offer_completions_for_flags_or_options "made-fit" precision' -l 'precision' -d 'f32, bf16 or f16 weights in the file.' -rfka 'f32 bf16 f16'
complete -c 'made-fit' -n '__made-fit_should_offer_completions_for_flags_or_options "made-fit" f force' -l 'force' -s 'f' -d 'Write the model even to a terminal.'
complete -c 'made-fit' -n '__made-fit_should_offer_completions_for_flags_or_options "made-fit" o output' -s 'o' -l 'output' -d 'Write to FILE, which appears complete or not at all.' -rF
complete -c 'made-fit' -n '__made-fit_should_offer_completions_for_flags_or_options "made-fit" j threads' -s 'j' -l 'threads' -d 'Use N CPUs (default: all); results do not change.' -rfka ''
complete -c 'made-fit' -n '__made-fit_should_offer_completions_for_flags_or_options "made-fit" q quiet' -l 'quiet' -s 'q' -d 'Print nothing but errors on standard error.'
complete -c 'made-fit' -n '__made-fit_should_offer_completions_for_flags_or_options "made-fit" v verbose' -l 'verbose' -s 'v' -d 'Say more on standard error.'
complete -c 'made-fit' -n '__made-fit_should_offer_completions_for_flags_or_options "made-fit" help-all' -l 'help-all' -d 'Show all options.'
complete -c 'made-fit' -n '__made-fit_should_offer_completions_for_flags_or_options "made-fit" version' -l 'version' -d 'Show the version.'
complete -c 'made-fit' -n '__made-fit_should_offer_completions_for_flags_or_options "made-fit" h help' -s 'h' -l 'help' -d 'Show help information.'
