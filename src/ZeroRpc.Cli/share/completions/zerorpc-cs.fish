# zerorpc-cs completion for fish. In ~/.config/fish/config.fish: zerorpc-cs completion fish | source
complete -c zerorpc-cs -f -a '(zerorpc-cs __complete (commandline -cp) 2>/dev/null)'
