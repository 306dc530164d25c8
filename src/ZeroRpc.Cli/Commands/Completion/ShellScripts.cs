namespace ZeroRpc.Cli.Commands.Completion;

/// <summary>The completion scripts of the shells. All of them call <c>zerorpc-cs __complete</c> with the line up to the cursor.</summary>
internal static class ShellScripts
{
    /// <summary>The scripts by the name of the shell.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        ["bash"] = """
            # zerorpc-cs completion for bash. In ~/.bashrc: eval "$(zerorpc-cs completion bash)"
            _zerorpc_cs() {
                local IFS=$'\n'
                COMPREPLY=($(zerorpc-cs __complete "${COMP_LINE:0:COMP_POINT}" 2>/dev/null))
            }
            complete -o default -F _zerorpc_cs zerorpc-cs

            """,
        ["zsh"] = """
            #compdef zerorpc-cs
            # zerorpc-cs completion for zsh. In ~/.zshrc, after compinit: eval "$(zerorpc-cs completion zsh)"
            _zerorpc_cs() {
                local -a candidates
                candidates=(${(f)"$(zerorpc-cs __complete "${(j: :)words[1,CURRENT-1]} $PREFIX" 2>/dev/null)"})
                if (( $#candidates )); then
                    compadd -a candidates
                else
                    _files
                fi
            }
            compdef _zerorpc_cs zerorpc-cs

            """,
        ["fish"] = """
            # zerorpc-cs completion for fish. In ~/.config/fish/config.fish: zerorpc-cs completion fish | source
            complete -c zerorpc-cs -f -a '(zerorpc-cs __complete (commandline -cp) 2>/dev/null)'

            """,
        ["pwsh"] = """
            # zerorpc-cs completion for PowerShell. In $PROFILE: zerorpc-cs completion pwsh | Out-String | Invoke-Expression
            Register-ArgumentCompleter -Native -CommandName zerorpc-cs -ScriptBlock {
                param($wordToComplete, $commandAst, $cursorPosition)
                $length = $cursorPosition - $commandAst.Extent.StartOffset
                $line = $commandAst.ToString().PadRight($length).Substring(0, $length)
                zerorpc-cs __complete $line 2>$null | ForEach-Object {
                    [System.Management.Automation.CompletionResult]::new($_)
                }
            }

            """,
    };
}
