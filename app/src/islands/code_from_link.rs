//! Puts the code of a scanned link into the field. It stands in the link's fragment, which a browser
//! sends to nobody; without JavaScript one types the digits.

use leptos::prelude::*;

/// Fills the field `#code` once.
#[island]
pub fn CodeFromLink() -> impl IntoView {
    #[cfg(feature = "hydrate")]
    fill();
}

#[cfg(feature = "hydrate")]
fn fill() -> Option<()> {
    use wasm_bindgen::JsCast;
    let window = web_sys::window()?;
    let hash = window.location().hash().ok()?;
    let code = hash.trim_start_matches('#');
    if code.len() == 6 && code.bytes().all(|b| b.is_ascii_digit()) {
        let field = window.document()?.get_element_by_id("code")?;
        field
            .dyn_into::<web_sys::HtmlInputElement>()
            .ok()?
            .set_value(code);
        window.location().set_hash("").ok()?;
    }
    Some(())
}
