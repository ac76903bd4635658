//! The script that keeps what is entered on the device until it is saved (`assets/outbox.js`): its tag, with
//! its words and whose page it is, and the cookie by which it tells for whom something waits.

use axum::http::HeaderMap;
use domain::{Lang, html::escape_into};
use server::Config;
use uuid::Uuid;

use super::{Life, asset_url, cookies};

/// The cookie that the script writes: whose entries wait on this device, and how many: `ID:2.ID:1`.
const WAITING: &str = "waiting";

/// How long the cookie stays, in days; as long as browsers keep any.
const DAYS: i64 = 400;

/// The line that sets the cookie; without a value it is taken away.
pub(super) fn cookie(config: &Config, value: &str) -> String {
    let life = if value.is_empty() {
        Life::Gone
    } else {
        Life::Days(DAYS)
    };
    cookies::line_for_scripts(config, WAITING, value, life)
}

/// What waits on the device of who asks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Waiting(Vec<(Uuid, usize)>);

impl Waiting {
    /// What the cookie of a request says.
    pub(super) fn of_headers(headers: &HeaderMap) -> Waiting {
        Waiting::read(cookies::get_scripts(headers, WAITING))
    }

    /// Reads the cookie. What is none of ours waits for nobody.
    fn read(cookie: Option<&str>) -> Waiting {
        let one = |pair: &str| {
            let (person, count) = pair.split_once(':')?;
            Some((person.parse().ok()?, count.parse().ok()?))
        };
        Waiting(cookie.unwrap_or_default().split('.').filter_map(one).collect())
    }

    /// Nothing waits, for anybody.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many entries of a person wait.
    pub fn of(&self, person: Uuid) -> usize {
        self.0
            .iter()
            .filter(|(id, _)| *id == person)
            .map(|(_, count)| count)
            .sum()
    }

    /// The cookie without a person's entries; empty when nobody else's wait.
    pub(super) fn without(&self, person: Uuid) -> String {
        let others: Vec<String> = self
            .0
            .iter()
            .filter(|(id, _)| *id != person)
            .map(|(id, count)| format!("{id}:{count}"))
            .collect();
        others.join(".")
    }
}

/// What the script says, by the name that it knows it by.
fn words(lang: Lang) -> [(&'static str, &'static str); 16] {
    [
        ("saving", lang.t("保存しています…", "Saving…")),
        ("saved", lang.t("✓ 保存しました", "✓ Saved")),
        (
            "down",
            lang.t(
                "回線が切れています。入れたものはこの機械に残してあります。つながったら自動で送ります。",
                "The line is down. What you entered is kept on this device and will be sent when it is back.",
            ),
        ),
        (
            "later",
            lang.t(
                "まだ保存できていません。入れたものはこの機械に残してあります。自動で、もう一度送ります。",
                "Not saved yet. What you entered is kept on this device and will be sent again by itself.",
            ),
        ),
        (
            "sign-in",
            lang.t(
                "サインインが終わっています。入れたものはこの機械に残してあります。サインインすると送ります。",
                "Your sign-in has ended. What you entered is kept on this device and will be sent when you sign in.",
            ),
        ),
        (
            "other-person",
            lang.t(
                "この機械では、いま ほかの人がサインインしています。入れたものは残してあります。あなたがサインインすると送ります。",
                "Somebody else is signed in on this device now. What you entered is kept, and will be sent when you sign in.",
            ),
        ),
        ("to-sign-in", lang.t("サインインする", "Sign in")),
        ("to-sign-out", lang.t("サインアウトへ", "To the sign-out")),
        (
            "beside",
            lang.t(
                "保存しました。ほかの機械で入れた、ちがう答えもあります。",
                "Saved. There is another answer, from another device.",
            ),
        ),
        ("to-choose", lang.t("どちらにするか えらぶ", "Choose which one counts")),
        (
            "late",
            lang.t(
                "保存しました。そのあとにつけた、新しい印を残しています。",
                "Saved. A newer mark had been set since; that one stays.",
            ),
        ),
        (
            "waits",
            lang.t(
                "回線が切れています。つながったら、自動でつぎへ進みます。",
                "The line is down. The next page opens by itself when it is back.",
            ),
        ),
        (
            "kept-here",
            lang.t(
                "回線が切れています。答えはこの機械に残してあります。つながったら自動で送ります。",
                "The line is down. Your answer waits on this device and will be sent when it is back.",
            ),
        ),
        (
            "asking",
            lang.t("回線を確かめています…", "Looking whether the line is up…"),
        ),
        ("to-device", lang.t("待っているものを見る", "See what waits")),
        (
            "unsent",
            lang.t(
                "この機械に、まだ送っていないものがあります。",
                "Something on this device has not been sent yet.",
            ),
        ),
    ]
}

/// The script's tag. `first`: the page has forms that it keeps from the first sight of them.
pub(super) fn tag(lang: Lang, owner: Option<Uuid>, first: bool) -> String {
    let mut tag = format!("<script src=\"{}\" defer", asset_url("outbox"));
    if first {
        // Where the browser knows how, nothing is painted before: what is chosen on the first sight of a
        // form is kept.
        tag += " blocking=\"render\" fetchpriority=\"high\"";
    }
    if let Some(owner) = owner {
        tag += &format!(" data-owner=\"{owner}\"");
    }
    for (name, text) in words(lang) {
        tag += &format!(" data-{name}=\"");
        escape_into(&mut tag, text);
        tag.push('"');
    }
    tag + "></script>"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cookie_tells_whose_entries_wait_and_nothing_else_is_believed() {
        let (a, b) = (Uuid::now_v7(), Uuid::now_v7());
        let waiting = Waiting::read(Some(&format!("{a}:2.{b}:1")));
        assert_eq!((waiting.of(a), waiting.of(b)), (2, 1));
        assert_eq!(waiting.without(a), format!("{b}:1"));
        assert_eq!(Waiting::read(Some(&waiting.without(a))).without(b), "");
        for nonsense in [None, Some(""), Some("x:1"), Some("..:"), Some("<b>")] {
            assert!(Waiting::read(nonsense).is_empty(), "{nonsense:?}");
        }
    }
}
