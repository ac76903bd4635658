//! What stands above the rows: the search field, and the chips. Above both, the title and the file.

use leptos::prelude::*;

use super::asked::List;

impl List {
    /// The title with the link to the file, and `more` beside it.
    pub fn title<V: IntoView + 'static>(&self, title: &'static str, more: V) -> impl IntoView + use<V> {
        let file = self.address.with(&[("as", "csv")]);
        view! {
            <div class="row">
                <h1>{title}</h1>
                <a class="quiet push no-print" href=file>
                    "CSV"
                </a>
                {more.into_any()}
            </div>
        }
    }
}

pub(super) fn draw(list: &List) -> impl IntoView + use<> {
    let lang = list.lang;
    let address = &list.address;
    let hidden: Vec<_> = address
        .pairs
        .iter()
        .cloned()
        .map(|(name, value)| view! { <input type="hidden" name=name value=value /> })
        .collect();
    let chips: Vec<_> = list
        .chips
        .iter()
        .map(|chip| {
            let class = format!("chip {}", chip.tone.class());
            view! {
                <a class=class href=chip.path.clone() aria-current=chip.here.then_some("page")>
                    {chip.label.clone()}
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
        <form method="get" class="search no-print" role="search" action=address.path.clone()>
            {hidden}
            <p class="field">
                <label for="q">{list.label}</label>
                <input id="q" name="q" type="search" maxlength="100" value=address.search.clone() />
            </p>
            <button class="quiet">{lang.t("さがす", "Search")}</button>
        </form>
        {chips}
    }
}
