//! What stands above a list: a search field, and chips that narrow it. All of it is in the address, so
//! that a list can be reached by URL, and saved as CSV as it is shown.

use domain::Lang;
use leptos::prelude::*;

use crate::web::Req;

struct ChipLink {
    path: String,
    label: String,
    here: bool,
}

/// Search and chips of a list.
pub struct ListHead {
    path: &'static str,
    label: &'static str,
    search: String,
    query: Vec<(String, String)>,
    chips: Vec<ChipLink>,
}

impl ListHead {
    /// The head of the list at `path`; `label` is of the search field.
    pub fn new(req: &Req, path: &'static str, label: &'static str) -> ListHead {
        ListHead {
            path,
            label,
            search: req.query.get("q").trim().to_owned(),
            // Where a form is sent, or the list is saved, all other filters stay; the page in it does not.
            query: req
                .query
                .iter()
                .filter(|(name, value)| {
                    !matches!(*name, "q" | "as" | "format" | "before") && !value.is_empty()
                })
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect(),
            chips: Vec::new(),
        }
    }

    /// What is searched for.
    pub fn search(&self) -> &str {
        &self.search
    }

    /// The value of a filter; empty when it is not set.
    pub fn filter(&self, name: &str) -> String {
        self.query
            .iter()
            .find(|(n, _)| n == name)
            .map(|(_, value)| value.clone())
            .unwrap_or_default()
    }

    /// Adds a chip that sets a filter, or with an empty value takes it away.
    pub fn chip(&mut self, name: &str, value: &str, label: impl Into<String>, here: bool) {
        let path = self.address(&[(name, value)]);
        self.chips.push(ChipLink {
            path,
            label: label.into(),
            here,
        });
    }

    /// The list's address with some of its query changed; an empty value leaves the name out.
    pub fn address(&self, change: &[(&str, &str)]) -> String {
        let search = ("q", self.search.as_str());
        let pairs: Vec<(&str, &str)> = self
            .query
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .chain([search])
            .filter(|(name, _)| change.iter().all(|(changed, _)| changed != name))
            .chain(change.iter().copied())
            .filter(|(_, value)| !value.is_empty())
            .collect();
        let query = serde_html_form::to_string(pairs).unwrap_or_default();
        if query.is_empty() {
            self.path.to_owned()
        } else {
            format!("{}?{query}", self.path)
        }
    }

    /// The field and the chips.
    pub fn view(self, lang: Lang) -> impl IntoView {
        let kept: Vec<_> = self
            .query
            .into_iter()
            .map(|(name, value)| view! { <input type="hidden" name=name value=value /> })
            .collect();
        let chips: Vec<_> = self
            .chips
            .into_iter()
            .map(|chip| {
                let here = chip.here.then_some("page");
                view! {
                    <a class="chip calm" href=chip.path aria-current=here>
                        {chip.label}
                    </a>
                }
            })
            .collect();
        let chips = (!chips.is_empty()).then(|| {
            view! {
                <nav class="row no-print" aria-label=lang.t("しぼりこみ", "Filter")>
                    {chips}
                </nav>
            }
        });
        view! {
            <form method="get" class="search no-print" role="search" action=self.path>
                {kept}
                <p class="field">
                    <label for="q">{self.label}</label>
                    <input id="q" name="q" type="search" value=self.search />
                </p>
                <button class="quiet">{lang.t("さがす", "Search")}</button>
            </form>
            {chips}
        }
    }
}
