# bash completion for samverka; made by: samverka completion bash
_samverka()
{
    local cur="${COMP_WORDS[COMP_CWORD]}" verb="" i
    for ((i = 1; i < COMP_CWORD; i++)); do
        case "${COMP_WORDS[i]}" in
            --home | --seminar | --lang | --wait | --ca | --admin) ((i++)) ;;
            -*) ;;
            *) verb="${COMP_WORDS[i]}"; break ;;
        esac
    done
    local words="" general=" --home --seminar --json --lang --wait --ca --admin"
    case "$verb" in
        "") words=" add backup call clock close del doctor erase export finalise formats help history host-link import join leave links list lock moderator move new notice open plenary poll rehearse restore revoke rewrite scribe set show stage summary template text undelete unlock version watch" ;;
        add) words=" --under --after --lines" ;;
        call) words=" --list --coming --over" ;;
        close) words=" --force" ;;
        erase) words=" --confirm" ;;
        export) words=" --of --brief --lang --group --participant --output --deleted" ;;
        finalise) words=" --note" ;;
        history) words=" --before" ;;
        host-link) words=" --renew --qr" ;;
        import) words=" --name" ;;
        join) words=" --as --profile" ;;
        leave) words=" --force" ;;
        links) words=" --role --place --label --until --qr --host" ;;
        list) words=" --host" ;;
        moderator) words=" --linear" ;;
        move) words=" --under --after" ;;
        new) words=" --template --title --rooms --date --code --open --qr --no-links" ;;
        notice) words=" --to --seen --withdraw" ;;
        rehearse) words=" --rooms --people --phones --minutes --speed --seed --chaos --links --report --confirmed" ;;
        restore) words=" --name" ;;
        revoke) words=" --host" ;;
        rewrite) words=" --drop --confirm" ;;
        scribe) words=" --linear --mouse --no-colour" ;;
        show) words=" --deleted --depth --fields" ;;
        template) words=" --output --name --about --from" ;;
        text) words=" --append --replace" ;;
        watch) words=" --until-seq --count --for --missed" ;;
    esac
    if [ "$verb" = add ] && [ "${COMP_WORDS[COMP_CWORD - 1]}" = add ]; then
        words=" organisation participant composition group member room link version session sheet phase lane question column prompt point card flow obstacle challenge row action parked cluster gathered contact meeting consent check revision stage notice receipt call poll choice"
    fi
    COMPREPLY=($(compgen -W "$words $general" -- "$cur"))
    [ -n "${COMPREPLY[*]}" ] || COMPREPLY=($(compgen -f -- "$cur"))
}
complete -F _samverka samverka
