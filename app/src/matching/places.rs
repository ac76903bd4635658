//! A form in which things get places: 1 for the most wanted, none for what is not wanted.

use domain::Lang;
use leptos::prelude::*;
use uuid::Uuid;

use crate::web::Form;

/// Something that can be given a place.
pub struct Ranked {
    /// Its id.
    pub id: Uuid,
    /// What it is called.
    pub name: String,
    /// In one line more.
    pub line: String,
}

/// The fields, as `server::matching::rounds::Places` reads them. `ranked` is what was said last.
pub fn fields(
    lang: Lang,
    label: &'static str,
    rows: Vec<Ranked>,
    ranked: Option<&[Uuid]>,
) -> impl IntoView + use<> {
    let form = use_context::<Form>();
    let typed: Vec<String> = form
        .iter()
        .flat_map(|it| it.values.all("place").map(str::to_owned))
        .collect();
    let error = form.as_ref().and_then(|form| {
        let error = form.errors.iter().find(|error| error.field == "place")?;
        Some(error.message.get(lang).to_owned())
    });
    let described = error.is_some().then_some("place-error");
    let count = rows.len();
    let rows: Vec<_> = rows
        .into_iter()
        .enumerate()
        .map(|(at, row)| {
            let said = ranked.and_then(|ranked| ranked.iter().position(|id| *id == row.id));
            let place = typed
                .get(at)
                .cloned()
                .unwrap_or_else(|| said.map_or_else(String::new, |place| (place + 1).to_string()));
            let options: Vec<_> =
                std::iter::once((String::new(), lang.t("選ばない", "not this one").to_owned()))
                    .chain((1..=count).map(|number| {
                        (
                            number.to_string(),
                            lang.t(format!("{number} 番"), format!("No. {number}")),
                        )
                    }))
                    .map(|(value, label)| {
                        let selected = value == place;
                        view! {
                            <option value=value selected=selected>
                                {label}
                            </option>
                        }
                    })
                    .collect();
            let id = format!("place-{at}");
            view! {
                <li class="row">
                    <input type="hidden" name="of" value=row.id.to_string() />
                    <label for=id.clone()>
                        <strong>{row.name}</strong>
                        " "
                        <span class="soft">{row.line}</span>
                    </label>
                    <select id=id name="place" class="push" aria-describedby=described>
                        {options}
                    </select>
                </li>
            }
        })
        .collect();
    view! {
        <fieldset class="field">
            <legend>{label}</legend>
            <ul class="stack">{rows}</ul>
            {error
                .map(|error| {
                    view! {
                        <span class="error" id="place-error">
                            {error}
                        </span>
                    }
                })}
        </fieldset>
    }
}
