//! Form fields that keep what was typed and say beside them what is wrong.

use leptos::prelude::*;

use super::lang;
use crate::web::Form;

/// The typed value of a field (or its first value), and what is wrong with it.
fn state(name: &str, first: String) -> (String, Option<String>) {
    let Some(form) = use_context::<Form>() else {
        return (first, None);
    };
    let value = if form.values.has(name) {
        form.values.get(name).to_owned()
    } else {
        first
    };
    let error = form
        .errors
        .iter()
        .find(|e| e.field == name)
        .map(|e| e.message.get(lang()).to_owned());
    (value, error)
}

/// What was typed into a field where a page has several forms alike: `this` is the field, with its value, that
/// tells the form from the others.
pub fn typed(this: (&str, &str), name: &str) -> Option<String> {
    let form = use_context::<Form>()?;
    let is_this = form.values.get(this.0) == this.1 && form.values.has(name);
    is_this.then(|| form.values.get(name).to_owned())
}

/// Hint and error below a field, and the ids that describe it.
fn notes(name: &str, hint: Option<String>, error: Option<String>) -> (Option<String>, AnyView) {
    let mut ids = Vec::new();
    let hint = hint.map(|hint| {
        ids.push(format!("{name}-hint"));
        view! {
            <span class="hint" id=format!("{name}-hint")>
                {hint}
            </span>
        }
    });
    let error = error.map(|error| {
        ids.push(format!("{name}-error"));
        view! {
            <span class="error" id=format!("{name}-error")>
                {error}
            </span>
        }
    });
    (
        (!ids.is_empty()).then(|| ids.join(" ")),
        view! {
            {hint}
            {error}
        }
        .into_any(),
    )
}

/// A field of one line. Give `kind` as in HTML (`text`, `password`, `date`, `time`, `number`).
#[component]
pub fn Field(
    name: &'static str,
    #[prop(into)] label: String,
    #[prop(default = "text")] kind: &'static str,
    #[prop(optional, into)] value: String,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional)] autocomplete: Option<&'static str>,
    #[prop(optional)] inputmode: Option<&'static str>,
    #[prop(optional)] optional: bool,
    #[prop(optional)] focused: bool,
) -> impl IntoView {
    let (value, error) = state(name, value);
    let invalid = error.is_some().then_some("true");
    let (described, notes) = notes(name, hint, error);
    // A password is never sent back into a page.
    let value = if kind == "password" { String::new() } else { value };
    let mark =
        optional.then(|| view! { <span class="hint">{lang().t("（なくてもよい）", " (optional)")}</span> });
    view! {
        <p class="field">
            <label for=name>{label}{mark}</label>
            <input
                id=name
                name=name
                type=kind
                value=value
                autocomplete=autocomplete
                autofocus=focused
                inputmode=inputmode
                aria-invalid=invalid
                aria-describedby=described
                aria-required=(!optional).then_some("true")
            />
            {notes}
        </p>
    }
}

/// A field of several lines. What is in it is always escaped (Leptos 0.8 leaves that out for the
/// content of `<textarea>`).
#[component]
pub fn TextArea(
    name: &'static str,
    #[prop(into)] label: String,
    #[prop(optional, into)] value: String,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(default = 3)] rows: u32,
) -> impl IntoView {
    let (value, error) = state(name, value);
    let invalid = error.is_some().then_some("true");
    let (described, notes) = notes(name, hint, error);
    // A browser drops one line break right after the tag.
    let escaped = format!("\n{}", domain::html::escape(&value));
    view! {
        <p class="field">
            <label for=name>{label}</label>
            <textarea
                id=name
                name=name
                rows=rows.to_string()
                aria-invalid=invalid
                aria-describedby=described
                inner_html=escaped
            ></textarea>
            {notes}
        </p>
    }
}

/// A drop-down list of (value, label).
#[component]
pub fn Select(
    name: &'static str,
    #[prop(into)] label: String,
    options: Vec<(String, String)>,
    #[prop(optional, into)] value: String,
    #[prop(optional, into)] hint: Option<String>,
) -> impl IntoView {
    let (value, error) = state(name, value);
    let invalid = error.is_some().then_some("true");
    let (described, notes) = notes(name, hint, error);
    let options: Vec<_> = options
        .into_iter()
        .map(|(option, label)| {
            let selected = option == value;
            view! {
                <option value=option selected=selected>
                    {label}
                </option>
            }
        })
        .collect();
    view! {
        <p class="field">
            <label for=name>{label}</label>
            <select id=name name=name aria-invalid=invalid aria-describedby=described>
                {options}
            </select>
            {notes}
        </p>
    }
}

/// Radio buttons, or check boxes when `many`: (value, label). `chosen` are the values marked at first.
#[component]
pub fn Choices(
    name: &'static str,
    #[prop(into)] label: String,
    options: Vec<(String, String)>,
    #[prop(optional)] chosen: Vec<String>,
    #[prop(optional)] many: bool,
    #[prop(optional, into)] hint: Option<String>,
) -> impl IntoView {
    let form = use_context::<Form>();
    let posted = form.as_ref().is_some_and(|form| !form.values.is_empty());
    let chosen: Vec<String> = match &form {
        Some(form) if posted => form.values.all(name).map(str::to_owned).collect(),
        _ => chosen,
    };
    let (_, error) = state(name, String::new());
    let (described, notes) = notes(name, hint, error);
    let options: Vec<_> = options
        .into_iter()
        .map(|(value, label)| {
            let on = chosen.contains(&value);
            view! {
                <label class="choice">
                    <input type=if many { "checkbox" } else { "radio" } name=name value=value checked=on />
                    <span>{label}</span>
                </label>
            }
        })
        .collect();
    view! {
        <fieldset class="field" aria-describedby=described>
            <legend>{label}</legend>
            {options}
            {notes}
        </fieldset>
    }
}

/// A field for one file or picture; `accept` as in HTML.
pub fn file_field(name: &'static str, label: &'static str, accept: &'static str) -> impl IntoView {
    let (_, error) = state(name, String::new());
    let invalid = error.is_some().then_some("true");
    let (described, notes) = notes(name, None, error);
    view! {
        <p class="field">
            <label for=name>{label}</label>
            <input
                id=name
                name=name
                type="file"
                accept=accept
                aria-invalid=invalid
                aria-describedby=described
            />
            {notes}
        </p>
    }
}

/// One check box.
#[component]
pub fn Check(name: &'static str, #[prop(into)] label: String, #[prop(optional)] on: bool) -> impl IntoView {
    let on = match use_context::<Form>() {
        Some(form) if !form.values.is_empty() => form.values.has(name),
        _ => on,
    };
    view! {
        <label class="choice">
            <input type="checkbox" name=name value="yes" checked=on />
            <span>{label}</span>
        </label>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::Pairs;

    #[test]
    fn of_forms_alike_only_the_one_that_was_sent_shows_what_was_typed() {
        let owner = Owner::new();
        owner.with(|| {
            provide_context(Form {
                values: Pairs::decode(b"person=a&reason=hospital"),
                errors: Vec::new(),
            });
            assert_eq!(typed(("person", "a"), "reason").as_deref(), Some("hospital"));
            assert_eq!(typed(("person", "b"), "reason"), None);
            assert_eq!(typed(("person", "a"), "note"), None);
        });
    }

    #[test]
    fn what_was_typed_into_a_text_area_stays_text() {
        let owner = Owner::new();
        let html = owner.with(|| {
            view! { <TextArea name="note" label="Note" value="</textarea><script>alert(1)</script>" /> }
                .to_html()
        });
        assert!(!html.contains("<script>"), "{html}");
        assert!(html.contains("&lt;/textarea&gt;&lt;script&gt;"), "{html}");
    }
}
