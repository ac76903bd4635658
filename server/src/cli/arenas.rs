//! glibc gives each thread that allocates an arena of its own, and what one thread has given back stays in
//! its arena: with a dozen threads the peak was half as high again. The number of arenas is read from the
//! environment when a program starts, before any code of ours, so the server starts itself once more with
//! it. Whoever sets the variable decides.

/// The variable, which glibc reads (mallopt(3)).
const VARIABLE: &str = "MALLOC_ARENA_MAX";

/// As many as measured best: nothing is slower, and the peak is a third lower (`docs/operating/speed.md`).
const ARENAS: &str = "2";

/// Becomes this program with few arenas. Comes back where that is not to be done, or cannot be.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
pub(super) fn few() {
    use std::os::unix::process::CommandExt;

    if std::env::var_os(VARIABLE).is_some() || std::env::var_os("GLIBC_TUNABLES").is_some() {
        return;
    }
    let Ok(program) = std::env::current_exe() else {
        return;
    };
    let mut arguments = std::env::args_os();
    let mut again = std::process::Command::new(program);
    if let Some(name) = arguments.next() {
        again.arg0(name);
    }
    // The process stays the same one: its number, its standard streams, who waits for it.
    let error = again.args(arguments).env(VARIABLE, ARENAS).exec();
    tracing::warn!(%error, "the server takes more memory than it needs: it could not be started anew with {VARIABLE}={ARENAS}");
}

/// Other allocators do not need it.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub(super) fn few() {}
