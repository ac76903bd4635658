//! The tags of competences: those of DigComp must be of its list, so that none is taught that nobody asks for.

use std::ops::Range;

use super::settings::keys::At;
use super::sink::Sink;
use crate::catalog::competences::{DIGCOMP, DIGCOMP_TAG, is_known};
use crate::catalog::diagnostic::Message;
use crate::folding;

/// The values of a `competences` key, each of them looked at.
pub(crate) fn read(sink: &mut Sink<'_>, list: Option<Vec<At<String>>>) -> Vec<String> {
    let list = list.unwrap_or_default();
    for tag in &list {
        check(sink, &tag.value, tag.span.clone());
    }
    list.into_iter().map(|at| at.value).collect()
}

/// Reports a tag of DigComp that its list does not have, or that is written in another way.
pub(crate) fn check(sink: &mut Sink<'_>, tag: &str, span: Range<usize>) {
    let meant: String = folding::structure(tag)
        .chars()
        .filter(|letter| !letter.is_whitespace())
        .collect();
    if !meant.starts_with("digcomp") || (meant == tag && tag.starts_with(DIGCOMP_TAG) && is_known(tag)) {
        return;
    }
    let message = Message::new(
        format!("DigCompに「{tag}」はありません。"),
        format!("DigComp has no \"{tag}\"."),
    );
    let found = sink.error("K0115", span, message);
    if meant.starts_with(DIGCOMP_TAG) && is_known(&meant) {
        found.help(
            format!("もしかして: {meant}"),
            format!("Did you mean \"{meant}\"?"),
        );
        found.instead = Some(meant);
        return;
    }
    let first = DIGCOMP.first().map_or("", |it| it.number);
    let last = DIGCOMP.last().map_or("", |it| it.number);
    found.help(
        format!("digcomp:{first} から digcomp:{last} までの番号です。コースの一覧（courses/README.md）の表にあります。"),
        format!("The numbers are those from digcomp:{first} to digcomp:{last}, as in the table of courses/README.md."),
    );
}
