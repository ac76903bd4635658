//! The frame of every page: head, header with its switches, main, footer.

use domain::{Lang, identity::Role};
use leptos::{config::LeptosOptions, hydration::HydrationScripts, prelude::*};

use crate::web::{Req, asset_url, island_stem};

/// What the frame needs of a request.
pub struct Shell<'a> {
    req: &'a Req,
    title: &'a str,
    bare: bool,
    islands: bool,
    refresh: Option<u32>,
}

impl<'a> Shell<'a> {
    /// The frame of a page.
    pub fn new(req: &'a Req, title: &'a str, bare: bool, islands: bool, refresh: Option<u32>) -> Self {
        Shell {
            req,
            title,
            bare,
            islands,
            refresh,
        }
    }

    /// The whole document.
    pub fn draw(self, body: AnyView) -> String {
        let lang = self.req.lang;
        let name = lang.t("架け橋", "Kakehashi");
        let title = if self.title.is_empty() {
            name.to_owned()
        } else {
            format!("{} — {name}", self.title)
        };
        let scripts = self.islands.then(island_stem).flatten().map(|stem| {
            let options = LeptosOptions::builder()
                .output_name(stem)
                .site_pkg_dir("pkg")
                .build();
            view! { <HydrationScripts options islands=true/> }
        });
        // A page that islands keep fresh need not be loaded again.
        let refresh = self.refresh.map(|seconds| {
            view! { <noscript><meta http-equiv="refresh" content=seconds.to_string()/></noscript> }
        });
        let look = self.req.look;
        let refused = self.req.refused.as_ref().map(|sentence| {
            let text = sentence.get(lang).to_owned();
            view! { <p class="banner miss" role="alert">{text}</p> }
        });
        let wrong = (!self.req.errors.is_empty()).then(|| {
            let text = lang.t(
                "入力に直すところがあります。入れたものは残っています。",
                "Something needs correcting. What you typed is still here.",
            );
            view! { <p class="banner miss" role="alert">{text}</p> }
        });
        let said = self
            .req
            .said
            .clone()
            .map(|said| view! { <p class="banner met" role="status">"✓ "{said}</p> });
        let frame = if self.bare {
            view! { <main id="main">{body}</main> }.into_any()
        } else {
            view! {
                <a class="skip" href="#main">{lang.t("本文へ", "Skip to the content")}</a>
                {header(self.req)}
                <main id="main">{said}{refused}{wrong}{body}</main>
                <footer class="foot">
                    <p>{lang.t("架け橋 — はじめの一歩から、はじめての仕事まで", "Kakehashi — from the first click to the first working day")}</p>
                </footer>
            }
            .into_any()
        };
        let document = view! {
            <html
                lang=lang.code()
                data-text=look.large.then_some("large")
                data-furigana=(!look.furigana).then_some("off")
            >
                <head>
                    <meta charset="utf-8"/>
                    <meta name="viewport" content="width=device-width, initial-scale=1"/>
                    <meta name="color-scheme" content="light dark"/>
                    <title>{title}</title>
                    <link rel="icon" href=asset_url("icon")/>
                    <link rel="stylesheet" href=asset_url("style")/>
                    {refresh}
                    {scripts}
                </head>
                <body>{frame}</body>
            </html>
        };
        format!("<!DOCTYPE html>{}", document.to_html())
    }
}

fn header(req: &Req) -> impl IntoView + use<> {
    let lang = req.lang;
    let back = req.path.clone();
    let switch = |set: &'static str, label: &'static str, short: &'static str, pressed: Option<bool>| {
        view! {
            <button
                class="switch"
                name="set"
                value=set
                aria-label=label
                aria-pressed=pressed.map(|on| on.to_string())
            >
                {short}
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
            <a class="name" href="/">{lang.t("架け橋", "Kakehashi")}</a>
            <form class="tools" method="post" action="/look" aria-label=lang.t("見え方", "Appearance")>
                <input type="hidden" name="back" value=back/>
                {switch("text", lang.t("文字を大きく", "Larger text"), "あ", Some(req.look.large))}
                {switch("furigana", lang.t("ふりがな", "Furigana"), "ふり", Some(req.look.furigana))}
                {other}
            </form>
            {menu(req)}
        </header>
    }
}

fn menu(req: &Req) -> AnyView {
    let lang = req.lang;
    let Some(actor) = &req.actor else {
        let here = req.path.starts_with("/sign-in");
        return (!here)
            .then(|| view! { <a class="switch" href="/sign-in">{lang.t("サインイン", "Sign in")}</a> })
            .into_any();
    };
    let links: Vec<_> = places(lang, &actor.roles)
        .into_iter()
        .map(|(path, label)| {
            let here = (req.path == path).then_some("page");
            view! { <li><a href=path aria-current=here>{label}</a></li> }
        })
        .collect();
    view! {
        <details class="menu">
            <summary class="switch">
                <span class="wide-only">{actor.name.clone()}</span>
                <span class="phone-only">{lang.t("メニュー", "Menu")}</span>
            </summary>
            <nav aria-label=lang.t("メニュー", "Menu")>
                <ul>
                    {links}
                    <li><a href="/account">{actor.name.clone()}{lang.t("（自分の設定）", " (my settings)")}</a></li>
                    <li>
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
        ("/courses", lang.t("コース", "Courses")),
    ];
    if has(&[Role::Learner]) {
        places.extend([
            ("/check-in", lang.t("出席する", "Check in")),
            ("/attendance", lang.t("わたしの出席", "My attendance")),
            ("/readiness", lang.t("わたしの準備", "My readiness")),
            ("/work", lang.t("わたしに合う仕事", "Work for me")),
            ("/wishes", lang.t("仕事の希望", "My wishes for work")),
            (
                "/disclosures",
                lang.t("わたしの情報を見る人", "Who may see my data"),
            ),
        ]);
    }
    if has(&[Role::Instructor, Role::Coordinator, Role::Administrator]) {
        places.extend([
            ("/cohorts", lang.t("クラス", "Cohorts")),
            ("/people", lang.t("人", "People")),
        ]);
    }
    if has(&[Role::Coordinator, Role::Administrator]) {
        places.extend([
            ("/readiness/board", lang.t("準備の一覧", "Readiness board")),
            ("/openings", lang.t("求人", "Openings")),
            ("/employers", lang.t("会社", "Employers")),
            ("/care", lang.t("その後の連絡", "Follow-ups")),
        ]);
    }
    if has(&[Role::Administrator]) {
        places.push(("/audit", lang.t("記録", "Audit trail")));
    }
    places
}
