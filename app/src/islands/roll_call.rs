//! Makes the roll call quick: the counts follow each tap, the arrow keys move between learners, 1 to 4 mark,
//! 0 clears. That a tap is kept and sent is the matter of `assets/outbox.js`.

use domain::Lang;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// How many learners have each mark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Counts {
    /// In time.
    pub present: usize,
    /// Late.
    pub late: usize,
    /// Away, with a reason.
    pub excused: usize,
    /// Away.
    pub absent: usize,
    /// Without a mark.
    pub unmarked: usize,
}

/// The counts; in the browser they follow the taps in `.roll`, which take keys as well.
#[island]
pub fn RollCall(lang: Lang, counts: Counts, teaching: bool) -> impl IntoView {
    let counts = RwSignal::new(counts);
    #[cfg(feature = "hydrate")]
    if teaching {
        browser::follow(counts);
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = teaching;
    let count = move |ja: &'static str, en: &'static str, of: fn(&Counts) -> usize| {
        move || format!("{} {}", lang.t(ja, en), of(&counts.get()))
    };
    view! {
        <div class="row roll-counts">
            <span class="chip met">{count("出席", "Present", |c| c.present)}</span>
            <span class="chip soon">{count("遅刻", "Late", |c| c.late)}</span>
            <span class="chip calm">{count("連絡あり", "Excused", |c| c.excused)}</span>
            <span class="chip miss">{count("欠席", "Absent", |c| c.absent)}</span>
            <span class="chip calm">{count("まだ", "Not yet", |c| c.unmarked)}</span>
        </div>
    }
}

#[cfg(feature = "hydrate")]
mod browser {
    use leptos::prelude::*;
    use wasm_bindgen::{JsCast, closure::Closure};
    use web_sys::{Element, Event, HtmlElement, KeyboardEvent};

    use super::Counts;

    pub(super) fn follow(counts: RwSignal<Counts>) {
        let list = web_sys::window()
            .and_then(|window| window.document())
            .and_then(|document| document.query_selector(".roll").ok().flatten());
        let Some(list) = list else { return };
        // Taps that came before this module did.
        counts.set(count(&list));
        let kept = {
            let list = list.clone();
            Closure::<dyn FnMut(Event)>::new(move |_| counts.set(count(&list)))
        };
        // Sent by the script that keeps each tap (`outbox.js`).
        let _ = list.add_event_listener_with_callback("kept", kept.as_ref().unchecked_ref());
        kept.forget();
        let on_key = Closure::<dyn FnMut(KeyboardEvent)>::new(key);
        let _ = list.add_event_listener_with_callback("keydown", on_key.as_ref().unchecked_ref());
        on_key.forget();
    }

    fn count(list: &Element) -> Counts {
        let pressed = |mark: &str| all(list, &format!(".seg button[value={mark}][aria-pressed=true]")).len();
        let mut counts = Counts {
            present: pressed("present"),
            late: pressed("late"),
            excused: pressed("excused"),
            absent: pressed("absent"),
            unmarked: 0,
        };
        let marked = counts.present + counts.late + counts.excused + counts.absent;
        counts.unmarked = all(list, ".seg").len().saturating_sub(marked);
        // What the page said about the rest is no longer true.
        if counts.unmarked == 0
            && let Some(rest) = list.owner_document().and_then(|d| d.get_element_by_id("rest"))
        {
            rest.remove();
        }
        if let Some(note) = list
            .owner_document()
            .and_then(|d| d.get_element_by_id("closing-note"))
        {
            note.set_text_content(None);
        }
        counts
    }

    fn all(within: &Element, selector: &str) -> Vec<Element> {
        let Ok(found) = within.query_selector_all(selector) else {
            return Vec::new();
        };
        (0..found.length())
            .filter_map(|i| found.get(i)?.dyn_into().ok())
            .collect()
    }

    /// Arrow keys move, 1 to 4 mark, 0 clears. Keys in a text field are left alone.
    fn key(event: KeyboardEvent) {
        let Some(at) = event.target().and_then(|t| t.dyn_into::<Element>().ok()) else {
            return;
        };
        if at.tag_name() == "INPUT" || event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let Ok(Some(line)) = at.closest("li") else { return };
        let buttons = all(&line, ".seg button");
        let place = buttons.iter().position(|button| *button == at).unwrap_or(0);
        let next = match event.key().as_str() {
            "ArrowDown" => line
                .next_element_sibling()
                .and_then(|l| all(&l, ".seg button").get(place).cloned()),
            "ArrowUp" => line
                .previous_element_sibling()
                .and_then(|l| all(&l, ".seg button").get(place).cloned()),
            "ArrowRight" => buttons.get(place + 1).cloned(),
            "ArrowLeft" => place.checked_sub(1).and_then(|p| buttons.get(p).cloned()),
            "0" => {
                if let Ok(Some(clear)) = line.query_selector(".clear")
                    && let Some(clear) = clear.dyn_ref::<HtmlElement>()
                {
                    event.prevent_default();
                    clear.click();
                }
                return;
            }
            digit @ ("1" | "2" | "3" | "4") => {
                let index = digit.parse::<usize>().unwrap_or(1) - 1;
                if let Some(button) = buttons.get(index).and_then(|b| b.dyn_ref::<HtmlElement>()) {
                    event.prevent_default();
                    let _ = button.focus();
                    button.click();
                }
                return;
            }
            _ => return,
        };
        event.prevent_default();
        if let Some(button) = next.and_then(|b| b.dyn_into::<HtmlElement>().ok()) {
            let _ = button.focus();
        }
    }
}
