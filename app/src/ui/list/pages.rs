//! What stands below the rows: how many there are, and the way to the previous and the next ones.

use leptos::prelude::*;
use server::db::list::{ListPage, PAGE, Place};

use super::asked::List;

pub(super) fn draw<Row>(list: &List, found: &ListPage<Row>) -> Option<AnyView> {
    if found.count.is_zero() {
        return None;
    }
    let lang = list.lang;
    let count = found.count;
    let total = lang.t(format!("全部で {count} 件"), format!("In all: {count}"));
    let link = |name: &str, row: &Option<String>| row.as_ref().map(|row| list.address.with(&[(name, row)]));
    let begun = (list.place != Place::First && found.before.is_some()).then(|| {
        view! {
            <a class="quiet" href=list.address.with(&[])>
                {lang.t("はじめへ", "To the first")}
            </a>
        }
    });
    let before = link("before", &found.before).map(|path| {
        view! {
            <a class="quiet" rel="prev" href=path>
                {lang.t(format!("← 前の {PAGE} 件"), format!("← Previous {PAGE}"))}
            </a>
        }
    });
    let after = link("after", &found.after).map(|path| {
        view! {
            <a class="quiet" rel="next" href=path>
                {lang.t("次へ →", "Next →")}
            </a>
        }
    });
    let links = (before.is_some() || after.is_some()).then(|| {
        view! {
            <nav class="row push no-print" aria-label=lang.t("ページ", "Pages")>
                {begun}
                {before}
                {after}
            </nav>
        }
    });
    Some(
        view! {
            <div class="row">
                <p class="soft">{total}</p>
                {links}
            </div>
        }
        .into_any(),
    )
}
