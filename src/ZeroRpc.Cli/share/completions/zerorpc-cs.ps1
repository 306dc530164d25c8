# zerorpc-cs completion for PowerShell. In $PROFILE: zerorpc-cs completion pwsh | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName zerorpc-cs -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $length = $cursorPosition - $commandAst.Extent.StartOffset
    $line = $commandAst.ToString().PadRight($length).Substring(0, $length)
    zerorpc-cs __complete $line 2>$null | ForEach-Object {
        # PowerShell inserts the text as it is. A method is named by its server, so its name is quoted.
        $quoted = [System.Management.Automation.Language.CodeGeneration]::EscapeSingleQuotedStringContent($_)
        $text = if ($_ -match '^[\w./-]+$') { $_ } else { "'$quoted'" }
        [System.Management.Automation.CompletionResult]::new($text, $_, 'ParameterValue', $_)
    }
}
