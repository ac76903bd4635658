//! The small script of pages without islands (`assets/page.js`), and the button that needs it.

use leptos::prelude::*;

use super::lang;
use crate::web::Scripted;

/// Makes the page load the small script. Drawn anywhere on it, any number of times.
#[component]
pub fn PageScript() -> impl IntoView {
    if let Some(scripted) = use_context::<Scripted>() {
        scripted.want();
    }
}

/// Prints the page; hidden where no script runs: the browser's own menu prints as well.
#[component]
pub fn PrintButton() -> impl IntoView {
    view! {
        <PageScript />
        <button type="button" class="quiet no-print" data-print="" hidden>
            {lang().t("印刷", "Print")}
        </button>
    }
}
