# zerorpc-cs completion for bash. In ~/.bashrc: eval "$(zerorpc-cs completion bash)"
_zerorpc_cs() {
    local candidate
    COMPREPLY=()
    while IFS= read -r candidate; do
        # bash inserts what stands here as it is. A method is named by its server, so its name is quoted.
        printf -v candidate '%q' "$candidate"
        COMPREPLY+=("$candidate")
    done < <(zerorpc-cs __complete "${COMP_LINE:0:COMP_POINT}" 2>/dev/null)
}
complete -o default -F _zerorpc_cs zerorpc-cs
