//! Which addresses and branches git may be given.

use crate::Sentence;

/// Whether git may be given this address. Passwords do not belong into it, and no transport that runs
/// a program does (`ext::`).
pub(super) fn check_url(url: &str, local: bool) -> std::result::Result<(), Sentence> {
    let wrong = |ja: &str, en: &str| Err(Sentence::new(ja, en));
    if url.starts_with('-') || url.chars().any(|c| c.is_control() || c.is_whitespace()) || url.contains("::")
    {
        return wrong(
            "アドレスの形が正しくありません。",
            "This is not an address of a repository.",
        );
    }
    let Some((scheme, rest)) = url.split_once("://") else {
        // git@host:path
        let scp = url.split_once(':').is_some_and(|(host, path)| {
            !host.is_empty()
                && !path.is_empty()
                && !host.contains('/')
                && !host
                    .split('@')
                    .any(|part| part.starts_with('-') || part.is_empty())
        });
        return if scp {
            Ok(())
        } else {
            wrong(
                "https:// か git@… の形で入れてください。",
                "Begin with https://, or write git@host:path.",
            )
        };
    };
    let (user, host) = rest
        .split('/')
        .next()
        .unwrap_or_default()
        .rsplit_once('@')
        .unwrap_or(("", rest));
    if user.contains(':') {
        return wrong(
            "アドレスにパスワードを書かないでください。下の「トークン」に入れてください。",
            "Leave the password out of the address, and put it into the token's field.",
        );
    }
    if host.starts_with('-') || user.starts_with('-') {
        return wrong(
            "アドレスの形が正しくありません。",
            "This is not an address of a repository.",
        );
    }
    match scheme {
        "https" | "ssh" => Ok(()),
        "http" | "file" if local => Ok(()),
        "http" | "file" => wrong(
            "この種類のアドレスは、この教室では使えません（https か ssh にしてください）。",
            "This kind of address is not allowed in this classroom; use https or ssh.",
        ),
        _ => wrong(
            "https:// か ssh:// で始めてください。",
            "Begin with https:// or ssh://.",
        ),
    }
}

/// As `git check-ref-format` says, as far as it matters here.
pub(super) fn is_branch(name: &str) -> bool {
    !name.starts_with(['-', '/', '.'])
        && !name.ends_with(['/', '.'])
        && !name.ends_with(".lock")
        && !name.contains("..")
        && !name.contains("@{")
        && !name.contains("//")
        && !name
            .chars()
            .any(|c| c.is_control() || matches!(c, ' ' | '~' | '^' | ':' | '?' | '*' | '[' | '\\'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_run_programs_or_hold_passwords_are_refused() {
        for url in [
            "https://git.example.jp/town/courses.git",
            "ssh://git@git.example.jp:2222/town/courses.git",
            "git@git.example.jp:town/courses.git",
        ] {
            assert!(check_url(url, false).is_ok(), "{url}");
        }
        for url in [
            "ext::sh -c evil",
            "ext::sh",
            "-oProxyCommand=evil:x",
            "ssh://-oProxyCommand=evil/x",
            "git@-evil:x",
            "https://me:secret@git.example.jp/x",
            "file:///etc",
            "http://git.example.jp/x",
            "/etc",
            "git://git.example.jp/x",
            "https://a\nb",
        ] {
            assert!(check_url(url, false).is_err(), "{url}");
        }
        assert!(check_url("file:///srv/courses.git", true).is_ok());
    }

    #[test]
    fn branches_are_names_and_nothing_else() {
        for name in ["main", "lesson/mouse-2", "はじめて"] {
            assert!(is_branch(name), "{name}");
        }
        for name in [
            "--upload-pack=x",
            "a..b",
            "a b",
            "x.lock",
            "a:b",
            "@{-1}",
            "a//b",
            "",
        ] {
            assert!(!is_branch(name) || name.is_empty(), "{name}");
        }
    }
}
