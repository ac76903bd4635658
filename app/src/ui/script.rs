//! The small script of pages without islands, and the button that needs it.

use leptos::prelude::*;

use super::lang;
use crate::web::asset_url;

/// Loads the small script (`assets/page.js`).
#[component]
pub fn PageScript() -> impl IntoView {
    view! { <script src=asset_url("page") defer></script> }
}

/// Prints the page; hidden where no script runs, since the browser's own menu prints too.
#[component]
pub fn PrintButton() -> impl IntoView {
    view! {
        <button type="button" class="quiet no-print" data-print="" hidden>{lang().t("印刷", "Print")}</button>
        <PageScript/>
    }
}
