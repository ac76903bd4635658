//! Saves each answer of a quiz as it is given, and says whether it is saved. What cannot be sent is
//! kept on the device and sent when the line is back.

use domain::Lang;
use leptos::prelude::*;

/// What is known of the answer on the page.
#[derive(Clone, Copy, PartialEq)]
enum State {
    Open,
    Saving,
    Saved,
    OnDevice,
    Refused,
}

/// Watches the form `#answer-form` around it.
#[island]
pub fn SaveAnswers(attempt: String, lang: Lang, saved: bool) -> impl IntoView {
    let state = RwSignal::new(if saved { State::Saved } else { State::Open });
    let refusal = RwSignal::new(String::new());
    #[cfg(feature = "hydrate")]
    browser::watch(attempt, state, refusal);
    #[cfg(not(feature = "hydrate"))]
    let _ = attempt;
    let class = move || match state.get() {
        State::Open => "chip calm",
        State::Saving => "chip calm",
        State::Saved => "chip met",
        State::OnDevice => "chip soon",
        State::Refused => "chip miss",
    };
    let words = move || match state.get() {
        State::Open => lang.t("まだ答えていません", "Not answered yet").to_owned(),
        State::Saving => lang.t("保存しています…", "Saving…").to_owned(),
        State::Saved => lang.t("✓ 保存しました", "✓ Saved").to_owned(),
        State::OnDevice => lang
            .t(
                "回線が切れています。答えはこの機械に残してあります。つながったら自動で送ります。",
                "The line is down. Your answer is kept on this device and will be sent when it is back.",
            )
            .to_owned(),
        State::Refused => refusal.get(),
    };
    view! {
        <p class="save-state" role="status">
            <span class=class>{words}</span>
        </p>
    }
}

#[cfg(feature = "hydrate")]
mod browser {
    use leptos::prelude::*;
    use wasm_bindgen::{JsCast, JsValue, closure::Closure};
    use wasm_bindgen_futures::{JsFuture, spawn_local};
    use web_sys::{FormData, HtmlFormElement, RequestInit, Response, Storage, UrlSearchParams};

    use super::State;

    /// How long to wait before an unsent answer is tried again, in milliseconds.
    const AGAIN: i32 = 5_000;
    /// How long a typed answer rests before it is saved.
    const REST: u64 = 600;

    pub(super) fn watch(attempt: String, state: RwSignal<State>, refusal: RwSignal<String>) {
        let Some(window) = web_sys::window() else { return };
        let Some(form) = window.document().and_then(|d| d.get_element_by_id("answer-form")) else {
            return;
        };
        let Ok(form) = form.dyn_into::<HtmlFormElement>() else {
            return;
        };
        let outbox = Outbox {
            attempt,
            state,
            refusal,
        };

        // What was left over from an earlier page goes first.
        outbox.clone().flush();

        let timer = StoredValue::new(None::<TimeoutHandle>);
        let on_input = {
            let (outbox, form) = (outbox.clone(), form.clone());
            Closure::<dyn FnMut(web_sys::Event)>::new(move |_| {
                timer.update_value(|t| {
                    if let Some(t) = t.take() {
                        t.clear();
                    }
                });
                state.set(State::Saving);
                let (outbox, form) = (outbox.clone(), form.clone());
                let handle = set_timeout_with_handle(
                    move || outbox.add(&form),
                    std::time::Duration::from_millis(REST),
                )
                .ok();
                timer.set_value(handle);
            })
        };
        let _ = form.add_event_listener_with_callback("input", on_input.as_ref().unchecked_ref());
        on_input.forget();

        let on_online = {
            let outbox = outbox.clone();
            Closure::<dyn FnMut()>::new(move || outbox.clone().flush())
        };
        let _ = window.add_event_listener_with_callback("online", on_online.as_ref().unchecked_ref());
        let _ = window.set_interval_with_callback_and_timeout_and_arguments_0(
            on_online.as_ref().unchecked_ref(),
            AGAIN,
        );
        on_online.forget();
    }

    /// Answers of this attempt that the server has not acknowledged, in the browser's storage.
    #[derive(Clone)]
    struct Outbox {
        attempt: String,
        state: RwSignal<State>,
        refusal: RwSignal<String>,
    }

    impl Outbox {
        fn prefix(&self) -> String {
            format!("answer {} ", self.attempt)
        }

        /// Keeps the form's answer under a new key, then sends.
        fn add(&self, form: &HtmlFormElement) {
            let (Some(storage), Some(body)) = (storage(), body(form)) else {
                return;
            };
            let key = uuid::Uuid::now_v7().to_string();
            body.set("key", &key);
            body.delete("do");
            let _ = storage.set_item(
                &format!("{}{key}", self.prefix()),
                &String::from(body.to_string()),
            );
            self.clone().flush();
        }

        /// Sends what waits, oldest first; each is removed only when the server has it on disk.
        fn flush(self) {
            spawn_local(async move {
                let Some(storage) = storage() else { return };
                for name in waiting(&storage, &self.prefix()) {
                    let Ok(Some(body)) = storage.get_item(&name) else {
                        continue;
                    };
                    match send(&self.attempt, &body).await {
                        Ok(Sent::Saved) => {
                            let _ = storage.remove_item(&name);
                            self.state.set(State::Saved);
                        }
                        Ok(Sent::Refused(why)) => {
                            let _ = storage.remove_item(&name);
                            self.refusal.set(why);
                            self.state.set(State::Refused);
                        }
                        Err(_) => {
                            self.state.set(State::OnDevice);
                            return;
                        }
                    }
                }
            });
        }
    }

    enum Sent {
        Saved,
        Refused(String),
    }

    async fn send(attempt: &str, body: &str) -> Result<Sent, JsValue> {
        let options = RequestInit::new();
        options.set_method("POST");
        options.set_body(&JsValue::from_str(body));
        let headers = web_sys::Headers::new()?;
        headers.set("content-type", "application/x-www-form-urlencoded")?;
        headers.set("accept", "application/json")?;
        options.set_headers(&headers);
        let window = web_sys::window().ok_or(JsValue::NULL)?;
        let answer =
            JsFuture::from(window.fetch_with_str_and_init(&format!("/attempts/{attempt}/answers"), &options))
                .await?;
        let answer: Response = answer.dyn_into()?;
        let text = JsFuture::from(answer.text()?)
            .await?
            .as_string()
            .unwrap_or_default();
        match answer.status() {
            200 if !answer.redirected() => Ok(Sent::Saved),
            400..=499 => Ok(Sent::Refused(text)),
            // Signed out, or a fault of the server: the answer stays on the device.
            _ => Err(JsValue::NULL),
        }
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
