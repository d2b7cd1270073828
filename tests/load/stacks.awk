# Folded stacks without the frames between those that say something: the layers that every request passes through, the
# runtime, iterators and closures. Their time counts for what called them.
{
    count = $NF
    sub(/ [0-9]+$/, "")
    depth = split($0, frames, ";")
    stack = frames[1]
    for (i = 2; i <= depth; i++) {
        frame = frames[i]
        if (frame ~ /^(core|std|alloc|tokio|axum|axum_core|tower|tower_service|futures_[a-z]*|http|bytes|flume|mio|hyper_util)::/) continue
        if (frame ~ /^[<&(]/ && frame !~ /^<?(web|permit|store|forms|review|chasqui)/) continue
        if (frame ~ /^(tower_http::(catch|csrf|limit|set_|timeout|util)|tracing|http_body|__rust|hyper::proto::h1::dispatch|clone3|start_thread|__libc|_start|main$)/) continue
        if (frame ~ /^(entry_SYSCALL|do_syscall|__x64_sys|ksys_|ret_from|asm_|\[unknown\]|\[\[)/) continue
        sub(/::\{\{closure\}\}.*/, "", frame)
        if (frame != last || i == 2) stack = stack ";" frame
        last = frame
    }
    print stack, count
}
