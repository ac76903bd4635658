//! Makes the roll call quick: each tap is saved at once without loading the page again, the arrow
//! keys move between learners, 1 to 4 mark, 0 clears. What cannot be sent stays on the device until it can.

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

/// Whether what was tapped is safe.
#[derive(Clone, PartialEq)]
enum State {
    Saved,
    Saving,
    Waiting(usize),
    Refused(String),
}

/// The counts and whether all is saved; in the browser it also serves the forms of `.roll`.
#[island]
pub fn RollCall(session: String, lang: Lang, counts: Counts, teaching: bool) -> impl IntoView {
    let counts = RwSignal::new(counts);
    let state = RwSignal::new(State::Saved);
    #[cfg(feature = "hydrate")]
    if teaching {
        browser::serve(session, counts, state);
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = session;
    let class = move || match state.get() {
        State::Saved => "push chip met",
        State::Saving => "push chip calm",
        State::Waiting(_) => "push chip soon",
        State::Refused(_) => "push chip miss",
    };
    let words = move || match state.get() {
        State::Saved => lang.t("✓ すべて保存しました", "✓ All saved").to_owned(),
        State::Saving => lang.t("保存しています…", "Saving…").to_owned(),
        State::Waiting(count) => lang.t(
            format!("まだ送れていません: {count}（この機械に残してあります）"),
            format!("Not sent yet: {count} (kept on this device)"),
        ),
        State::Refused(why) => format!("✗ {why}"),
    };
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
            {teaching
                .then(|| {
                    view! {
                        <span role="status" class=class>
                            {words}
                        </span>
                    }
                })}
        </div>
    }
}

#[cfg(feature = "hydrate")]
mod browser {
    use leptos::prelude::*;
    use wasm_bindgen::{JsCast, JsValue, closure::Closure};
    use wasm_bindgen_futures::{JsFuture, spawn_local};
    use web_sys::{
        Element, FormData, HtmlElement, HtmlFormElement, KeyboardEvent, RequestInit, Response, Storage,
        SubmitEvent, UrlSearchParams,
    };

    use super::{Counts, State};

    /// How long to wait before an unsent mark is tried again, in milliseconds.
    const AGAIN: i32 = 5_000;

    pub(super) fn serve(session: String, counts: RwSignal<Counts>, state: RwSignal<State>) {
        let Some(window) = web_sys::window() else { return };
        let Some(list) = window
            .document()
            .and_then(|d| d.query_selector(".roll").ok().flatten())
        else {
            return;
        };
        let outbox = Outbox { session, state };
        outbox.clone().flush();

        let on_submit = {
            let (outbox, list) = (outbox.clone(), list.clone());
            Closure::<dyn FnMut(SubmitEvent)>::new(move |event: SubmitEvent| {
                let Some(form) = event.target().and_then(|t| t.dyn_into::<HtmlFormElement>().ok()) else {
                    return;
                };
                let Some(body) = body(&form) else { return };
                event.prevent_default();
                if let Some(button) = event.submitter()
                    && let Some(mark) = button.get_attribute("value")
                {
                    body.set("mark", &mark);
                }
                show(&form, &body.get("mark").unwrap_or_default());
                counts.set(count(&list));
                outbox.add(&body);
            })
        };
        let _ = list.add_event_listener_with_callback("submit", on_submit.as_ref().unchecked_ref());
        on_submit.forget();

        let on_key = Closure::<dyn FnMut(KeyboardEvent)>::new(key);
        let _ = list.add_event_listener_with_callback("keydown", on_key.as_ref().unchecked_ref());
        on_key.forget();

        let again = Closure::<dyn FnMut()>::new(move || outbox.clone().flush());
        let _ = window.add_event_listener_with_callback("online", again.as_ref().unchecked_ref());
        let _ = window
            .set_interval_with_callback_and_timeout_and_arguments_0(again.as_ref().unchecked_ref(), AGAIN);
        again.forget();
    }

    /// Presses the button of the mark, and shows the reason's field where there is one to give.
    fn show(form: &Element, mark: &str) {
        let Ok(Some(line)) = form.closest("li") else {
            return;
        };
        for button in all(&line, ".seg button") {
            let on = button.get_attribute("value").as_deref() == Some(mark);
            let _ = button.set_attribute("aria-pressed", if on { "true" } else { "false" });
        }
        if let Ok(Some(reason)) = line.query_selector(".reason") {
            let _ = reason.toggle_attribute_with_force("hidden", mark != "excused");
        }
        if let Ok(Some(how)) = line.query_selector(".how") {
            how.set_text_content(None);
        }
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

    /// Marks that the server has not acknowledged, in the browser's storage.
    #[derive(Clone)]
    struct Outbox {
        session: String,
        state: RwSignal<State>,
    }

    impl Outbox {
        fn prefix(&self) -> String {
            format!("mark {} ", self.session)
        }

        /// Keeps the mark under a new key, then sends.
        fn add(&self, body: &UrlSearchParams) {
            let Some(storage) = storage() else { return };
            let key = uuid::Uuid::now_v7().to_string();
            body.set("key", &key);
            body.set("island", "yes");
            let _ = storage.set_item(
                &format!("{}{key}", self.prefix()),
                &String::from(body.to_string()),
            );
            self.state.set(State::Saving);
            self.clone().flush();
        }

        /// Sends what waits, oldest first; each is removed only when the server has it on disk.
        fn flush(self) {
            spawn_local(async move {
                let Some(storage) = storage() else { return };
                let names = waiting(&storage, &self.prefix());
                if names.is_empty() {
                    return;
                }
                for name in names {
                    let Ok(Some(body)) = storage.get_item(&name) else {
                        continue;
                    };
                    match send(&self.session, &body).await {
                        Ok(None) => {
                            let _ = storage.remove_item(&name);
                        }
                        Ok(Some(why)) => {
                            let _ = storage.remove_item(&name);
                            self.state.set(State::Refused(why));
                            return;
                        }
                        Err(_) => {
                            let count = waiting(&storage, &self.prefix()).len();
                            self.state.set(State::Waiting(count));
                            return;
                        }
                    }
                }
                if waiting(&storage, &self.prefix()).is_empty() {
                    self.state.set(State::Saved);
                }
            });
        }
    }

    /// Sends one mark; gives the reason when it is refused, fails when it did not arrive.
    async fn send(session: &str, body: &str) -> Result<Option<String>, JsValue> {
        let options = RequestInit::new();
        options.set_method("POST");
        options.set_body(&JsValue::from_str(body));
        let headers = web_sys::Headers::new()?;
        headers.set("content-type", "application/x-www-form-urlencoded")?;
        options.set_headers(&headers);
        let window = web_sys::window().ok_or(JsValue::NULL)?;
        let sent = window.fetch_with_str_and_init(&format!("/sessions/{session}"), &options);
        let answer: Response = JsFuture::from(sent).await?.dyn_into()?;
        // Signed out, or a fault of the server: the mark stays on the device.
        if answer.redirected() || answer.status() >= 500 {
            return Err(JsValue::NULL);
        }
        let text = JsFuture::from(answer.text()?)
            .await?
            .as_string()
            .unwrap_or_default();
        let value: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
        if value.get("saved").is_some() {
            return Ok(None);
        }
        let why = value.get("refused").and_then(|why| why.as_str()).unwrap_or("?");
        Ok(Some(why.to_owned()))
    }

    fn storage() -> Option<Storage> {
        web_sys::window()?.local_storage().ok()?
    }

    fn body(form: &HtmlFormElement) -> Option<UrlSearchParams> {
        let data = FormData::new_with_form(form).ok()?;
        UrlSearchParams::new_with_str_sequence_sequence(&data).ok()
    }

    fn waiting(storage: &Storage, prefix: &str) -> Vec<String> {
        let count = storage.length().unwrap_or(0);
        let mut names: Vec<String> = (0..count)
            .filter_map(|i| storage.key(i).ok()?)
            .filter(|name| name.starts_with(prefix))
            .collect();
        names.sort();
        names
    }
}
