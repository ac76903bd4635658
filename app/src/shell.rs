//! The frame of every page: head, header with its switches, main, footer.

use domain::{Lang, identity::Role};
use leptos::prelude::*;

use server::catalog::preview::Preview;

use crate::{
    catalog::previewing,
    web::{FrameKind, Reply, Req, Slot, asset_url},
};

/// The bar of an author's preview, above everything else.
pub fn preview_bar(req: &Req, preview: &Preview) -> String {
    previewing::bar(req, preview)
}

/// Begins to look at a preview with a learner's eyes, at this page.
pub async fn begin_preview(req: &Req, page: String) -> server::Result<Reply> {
    previewing::begin(req, page).await
}

/// The document of every page of a kind, with marks at the places that each page fills.
pub fn draw(kind: &FrameKind) -> String {
    let lang = kind.lang;
    let name = lang.t("架け橋", "Kakehashi");
    let frame = if kind.bare {
        view! { <main id="main">{Slot::Main.mark()}</main> }.into_any()
    } else {
        view! {
            <a class="skip" href="#main">
                {lang.t("本文へ", "Skip to the content")}
            </a>
            {header(kind)}
            <main id="main">{Slot::Main.mark()}</main>
            <footer class="foot">
                {incident(kind)}
                <p>
                    {lang
                        .t(
                            "架け橋 — はじめの一歩から、はじめての仕事まで",
                            "Kakehashi — from the first click to the first working day",
                        )}
                </p>
            </footer>
        }
        .into_any()
    };
    let document = view! {
        <html
            lang=lang.code()
            data-text=kind.preferences.large.then_some("large")
            data-furigana=(!kind.preferences.furigana).then_some("off")
        >
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <meta name="description" content=Slot::Description.mark() />
                <title>{format!("{}{name}", Slot::Title.mark())}</title>
                <link rel="icon" href=asset_url("icon") />
                <link rel="stylesheet" href=asset_url("style") />
                {Slot::Head.mark()}
            </head>
            <body>{frame}</body>
        </html>
    };
    format!("<!DOCTYPE html>{}", document.to_html())
}

/// What a page is about that says nothing more of it than its title.
pub fn description(lang: Lang, title: &str) -> String {
    let product = lang.t(
        "架け橋は、パソコンをはじめから学び、準備を整えて、仕事につながる教室です。",
        "Kakehashi is a classroom where people learn the computer from the start, get ready, and find work.",
    );
    if title.is_empty() {
        return product.to_owned();
    }
    lang.t(format!("{title}。{product}"), format!("{title}. {product}"))
}

/// Whether a page has the ways to ask for help: every page of a learner but the one where answers stand.
fn may_ask(kind: &FrameKind) -> bool {
    let learner = kind
        .roles
        .as_ref()
        .is_some_and(|roles| roles.contains(&Role::Learner));
    learner && kind.here != Some("/help")
}

/// One press asks for help from the page that is hard. The bar stays at the top while a learner reads on, so that
/// nobody scrolls for it.
fn ask(kind: &FrameKind) -> Option<impl IntoView + use<>> {
    let lang = kind.lang;
    let label = lang.t("先生に聞く", "Ask the instructor");
    may_ask(kind).then(|| {
        view! {
            <form method="post" action="/help" class="ask no-print">
                {Slot::Fields.mark()}
                <input type="hidden" name="page" value=Slot::Path.mark() />
                <button class="switch" name="do" value="ask" aria-label=label>
                    <span class="wide-only">{label}</span>
                    <span class="phone-only">{lang.t("聞く", "Ask")}</span>
                </button>
            </form>
        }
    })
}

/// What went wrong at work or at home is told from every page of a learner.
fn incident(kind: &FrameKind) -> Option<impl IntoView + use<>> {
    let lang = kind.lang;
    may_ask(kind).then(|| {
        view! {
            <p class="no-print">
                <a class="quiet" href="/incidents/new">
                    {lang.t("困ったことが起きた", "Something happened")}
                </a>
            </p>
        }
    })
}

/// The place of the menu that a page is, when it is one; the way to sign in for visitors.
pub fn here(req: &Req) -> Option<&'static str> {
    match &req.actor {
        Some(actor) => places(req.lang, &actor.roles)
            .into_iter()
            .find_map(|(path, _)| (path == req.path).then_some(path)),
        None => req.path.starts_with("/sign-in").then_some("/sign-in"),
    }
}

fn header(kind: &FrameKind) -> impl IntoView + use<> {
    let lang = kind.lang;
    let back = Slot::Back.mark();
    let switch = |set: &'static str, label: &'static str, short: &'static str, pressed: bool| {
        view! {
            <button class="switch" name="set" value=set aria-label=label aria-pressed=pressed.to_string()>
                <span class="wide-only">{label}</span>
                <span class="phone-only">{short}</span>
            </button>
        }
    };
    // The English name of the language stands on the Japanese page, so that its reader finds it.
    let other = view! {
        <button class="switch" name="set" value="lang" lang=lang.other().code()>
            <span class="wide-only">{lang.t("English", "日本語")}</span>
            <span class="phone-only">{lang.t("EN", "日")}</span>
        </button>
    };
    view! {
        <header class="bar">
            <a class="name" href="/">
                {lang.t("架け橋", "Kakehashi")}
            </a>
            <form
                class="tools"
                method="post"
                action="/preferences"
                aria-label=lang.t("見え方", "Appearance")
            >
                <input type="hidden" name="back" value=back />
                {switch(
                    "text",
                    lang.t("文字を大きく", "Larger text"),
                    lang.t("大", "A+"),
                    kind.preferences.large,
                )}
                {switch(
                    "furigana",
                    lang.t("ふりがな", "Furigana"),
                    lang.t("ふり", "Furi"),
                    kind.preferences.furigana,
                )}
                {other}
            </form>
            {search(kind)}
            {ask(kind)}
            {menu(kind)}
        </header>
    }
}

/// The way to the search box; on a phone it is in the menu, for there is no room beside it.
fn search(kind: &FrameKind) -> Option<impl IntoView + use<>> {
    let wanted = kind.roles.is_some() && kind.here != Some("/search");
    wanted.then(|| {
        view! {
            <a class="switch wide-only" href="/search">
                {kind.lang.t("さがす", "Search")}
            </a>
        }
    })
}

fn menu(kind: &FrameKind) -> AnyView {
    let lang = kind.lang;
    let name = || Slot::Name.mark();
    let Some(roles) = &kind.roles else {
        return kind
            .here
            .is_none()
            .then(|| {
                view! {
                    <a class="switch" href="/sign-in">
                        {lang.t("サインイン", "Sign in")}
                    </a>
                }
            })
            .into_any();
    };
    let links: Vec<_> = places(lang, roles)
        .into_iter()
        .map(|(path, label)| {
            let here = (kind.here == Some(path)).then_some("page");
            let news = (path == "/notices").then(|| Slot::News.mark());
            view! {
                <li>
                    <a href=path aria-current=here>
                        {label}
                        {news}
                    </a>
                </li>
            }
        })
        .collect();
    view! {
        <details class="menu">
            <summary class="switch">
                <span class="wide-only">{name()}</span>
                <span class="phone-only">{lang.t("メニュー", "Menu")}</span>
                {Slot::News.mark()}
            </summary>
            <nav aria-label=lang.t("メニュー", "Menu")>
                <ul>
                    {links} <li>
                        <a href="/account">{name()}{lang.t("（自分の設定）", " (my settings)")}</a>
                    </li> <li>
                        <form method="post" action="/sign-out">
                            <button class="quiet">{lang.t("サインアウト", "Sign out")}</button>
                        </form>
                    </li>
                </ul>
            </nav>
        </details>
    }
    .into_any()
}

/// The places a person with these roles goes to, in the order of the bridge.
pub fn places(lang: Lang, roles: &[Role]) -> Vec<(&'static str, &'static str)> {
    let has = |wanted: &[Role]| roles.iter().any(|role| wanted.contains(role));
    let mut places = vec![
        ("/", lang.t("ホーム", "Home")),
        ("/search", lang.t("さがす", "Search")),
        ("/notices", lang.t("お知らせ", "Notices")),
        ("/courses", lang.t("コース", "Courses")),
        ("/glossary", lang.t("用語集", "Glossary")),
    ];
    if has(&[Role::Learner]) {
        places.extend([
            ("/check-in", lang.t("出席する", "Check in")),
            ("/attendance", lang.t("わたしの出席", "My attendance")),
            ("/readiness", lang.t("わたしの準備", "My readiness")),
            ("/help", lang.t("先生に聞く", "Ask the instructor")),
            ("/environment", lang.t("家で働く用意", "Working from home")),
            ("/work", lang.t("わたしに合う仕事", "Work for me")),
            ("/wishes", lang.t("仕事の希望", "My wishes for work")),
            (
                "/disclosures",
                lang.t("わたしの情報を見る人", "Who may see my data"),
            ),
            ("/me/data", lang.t("わたしのデータ", "My data")),
        ]);
    }
    if has(&Role::STAFF) {
        places.extend([
            ("/cohorts", lang.t("クラス", "Cohorts")),
            ("/help/requests", lang.t("学ぶ人の質問", "Requests for help")),
            ("/people", lang.t("人", "People")),
            ("/kits", lang.t("貸し出す機器", "Kits to lend")),
        ]);
    }
    if has(&Role::TEACHING) {
        places.extend([
            ("/grading", lang.t("採点", "Grading")),
            ("/items", lang.t("問題の分析", "Item analysis")),
        ]);
    }
    if has(&Role::COORDINATING) {
        places.extend([
            ("/readiness/board", lang.t("準備の一覧", "Readiness board")),
            ("/openings", lang.t("求人", "Openings")),
            ("/employers", lang.t("会社", "Companies")),
            ("/care", lang.t("その後の連絡", "Follow-ups")),
            ("/incidents", lang.t("できごと", "Incidents")),
            ("/outreach", lang.t("説明会", "Information sessions")),
            ("/enquiries", lang.t("お問い合わせ", "Enquiries")),
            ("/data-requests", lang.t("データの請求", "Requests about data")),
        ]);
    }
    if has(&Role::TEACHING) {
        places.push(("/sources", lang.t("教材の元", "Course sources")));
    }
    if has(&[Role::Administrator]) {
        places.extend([
            ("/audit", lang.t("記録", "Audit trail")),
            ("/keeping", lang.t("保存の期間", "How long data is kept")),
            ("/settings", lang.t("教室の設定", "About the classroom")),
        ]);
    }
    places
}
