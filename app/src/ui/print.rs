//! The button that prints.

use leptos::prelude::*;

use super::lang;

/// Prints the page; for pages `with_script`. Hidden where no script runs: the browser's own menu prints
/// as well.
#[component]
pub fn PrintButton() -> impl IntoView {
    view! {
        <button type="button" class="quiet no-print" data-print="" hidden>{lang().t("印刷", "Print")}</button>
    }
}
