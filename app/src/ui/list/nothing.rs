//! What a list says where it has no row.

use leptos::prelude::*;

use super::asked::List;
use crate::ui::Empty;

/// What stands where no row does.
pub struct Nothing {
    yet: &'static str,
    ways: Vec<(&'static str, &'static str)>,
    found: Option<(&'static str, &'static str, &'static str)>,
}

impl Nothing {
    /// That there is nothing yet, and the ways to begin: address and words.
    pub fn yet(text: &'static str, ways: impl Into<Vec<(&'static str, &'static str)>>) -> Nothing {
        Nothing {
            yet: text,
            ways: ways.into(),
            found: None,
        }
    }

    /// What is said where something was searched for, and the way out: its address and words.
    pub fn found(mut self, text: &'static str, path: &'static str, way: &'static str) -> Nothing {
        self.found = Some((text, path, way));
        self
    }

    pub(super) fn draw(self, list: &List) -> AnyView {
        let lang = list.lang;
        let (text, ways): (&str, Vec<(&str, &str)>) = if list.address.is_narrowed() {
            let (text, path, way) = self.found.unwrap_or((
                lang.t("見つかりません。", "Nothing found."),
                list.address.path.as_str(),
                lang.t("すべて見る", "Show all"),
            ));
            (text, vec![(path, way)])
        } else {
            (self.yet, self.ways)
        };
        let ways: Vec<_> = ways
            .into_iter()
            .map(|(path, way)| {
                let path = path.to_owned();
                let way = way.to_owned();
                view! {
                    <a class="quiet" href=path>
                        {way}
                    </a>
                }
            })
            .collect();
        view! { <Empty text=text.to_owned()>{ways}</Empty> }.into_any()
    }
}
