//! What git's complaints mean, for the one who set the source up.

use crate::Sentence;

/// What a complaint of git means, for the one who set the source up.
pub(super) fn explained(complaint: &str) -> Sentence {
    let has = |words: &[&str]| words.iter().any(|word| complaint.contains(word));
    if has(&[
        "Host key verification failed",
        "REMOTE HOST IDENTIFICATION HAS CHANGED",
    ]) {
        return Sentence::new(
            "サーバーの鍵（host key）が、前と変わりました。正しい変更か、管理者に確かめてください。",
            "The server's host key is not the one that was pinned. Ask whoever runs it whether that is right.",
        );
    }
    if has(&[
        "Permission denied",
        "Authentication failed",
        "could not read Username",
        "could not read Password",
        "HTTP 401",
        "HTTP 403",
        "error: 401",
        "error: 403",
    ]) {
        return Sentence::new(
            "サインインできませんでした。鍵（deploy key）かトークンを確かめてください。",
            "Sign-in failed. Check the deploy key or the token.",
        );
    }
    if has(&["transport", "not allowed"]) && complaint.contains("not allowed") {
        return Sentence::new(
            "この種類のアドレスは使えません（https か ssh にしてください）。",
            "This kind of address is not allowed; use https or ssh.",
        );
    }
    if has(&[
        "not found",
        "does not exist",
        "does not appear to be a git repository",
        "error: 404",
    ]) {
        return Sentence::new(
            "リポジトリが見つかりません。アドレスと、鍵の権限を確かめてください。",
            "The repository was not found. Check the address, and that the key may read it.",
        );
    }
    if has(&[
        "Could not resolve host",
        "Connection refused",
        "timed out",
        "Failed to connect",
        "unable to access",
    ]) {
        return Sentence::new(
            "サーバーにつながりません。しばらくして、もう一度試します。",
            "The server cannot be reached. It is tried again later.",
        );
    }
    let detail: String = complaint
        .lines()
        .find(|line| line.starts_with("fatal:") || line.starts_with("error:"))
        .or(complaint.lines().last())
        .map(super::problem::printable)
        .unwrap_or_default()
        .chars()
        .take(200)
        .collect();
    Sentence::new(
        format!("git が失敗しました: {detail}"),
        format!("Git failed: {detail}"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn complaints_of_git_become_sentences() {
        for (complaint, word) in [
            (
                "git@host: Permission denied (publickey).\nfatal: Could not read from remote",
                "Sign-in failed",
            ),
            ("fatal: '/x' does not appear to be a git repository", "not found"),
            ("fatal: transport 'file' not allowed", "not allowed"),
            ("fatal: something \u{1b}[31mnew", "Git failed: fatal: something"),
        ] {
            assert!(
                explained(complaint).en.contains(word),
                "{:?}",
                explained(complaint)
            );
        }
    }
}
