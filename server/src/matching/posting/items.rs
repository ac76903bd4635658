//! What a country asks a job offer to say: a list in a file (`jp.toml`), not in code.

use std::{collections::BTreeMap, sync::LazyLock};

use domain::Lang;
use serde::Deserialize;

/// How an item is entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Input {
    /// Free text.
    Text,
    /// A number that is not negative.
    Number,
    /// `yes` or `no`.
    YesNo,
    /// One of its options.
    Choice,
    /// A prefecture that has a minimum wage.
    Prefecture,
}

/// A value that can be chosen.
#[derive(Clone, Debug, Deserialize)]
pub struct Choice {
    /// As stored.
    pub id: String,
    ja: String,
    en: String,
}

impl Choice {
    /// What it is called.
    pub fn name(&self, lang: Lang) -> &str {
        lang.t(&self.ja, &self.en)
    }
}

/// When an item is asked for.
#[derive(Clone, Debug, Deserialize)]
struct When {
    item: String,
    is: Vec<String>,
}

/// One thing that an offer says.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// As stored.
    pub id: String,
    ja: String,
    en: String,
    #[serde(default)]
    hint_ja: String,
    #[serde(default)]
    hint_en: String,
    /// How it is entered.
    pub input: Input,
    /// What can be chosen.
    #[serde(default)]
    pub options: Vec<Choice>,
    when: Option<When>,
    #[serde(default = "yes")]
    required: bool,
    /// Where the rule stands.
    pub source: String,
}

fn yes() -> bool {
    true
}

impl Item {
    /// What it is called.
    pub fn name(&self, lang: Lang) -> &str {
        lang.t(&self.ja, &self.en)
    }

    /// A word on how to write it; may be empty.
    pub fn hint(&self, lang: Lang) -> &str {
        lang.t(&self.hint_ja, &self.hint_en)
    }

    /// Whether it is asked for, given what stands in the others.
    pub fn applies(&self, values: &Values) -> bool {
        let Some(when) = &self.when else { return true };
        values
            .get(&when.item)
            .is_some_and(|value| when.is.iter().any(|it| it == value))
    }

    /// Whether it has to be said and is not.
    pub fn is_missing(&self, values: &Values) -> bool {
        self.required && self.applies(values) && values.get(&self.id).is_none_or(|it| it.trim().is_empty())
    }

    /// A stored value in words.
    pub fn said(&self, lang: Lang, value: &str) -> String {
        match self.input {
            Input::YesNo if value == "yes" => lang.t("あり", "yes").to_owned(),
            Input::YesNo => lang.t("なし", "no").to_owned(),
            Input::Choice => {
                let found = self.options.iter().find(|option| option.id == value);
                found.map_or_else(|| value.to_owned(), |option| option.name(lang).to_owned())
            }
            Input::Text | Input::Number | Input::Prefecture => value.to_owned(),
        }
    }
}

/// What an offer says, by the ids of its items.
pub type Values = BTreeMap<String, String>;

#[derive(Deserialize)]
struct File {
    item: Vec<Item>,
}

/// The items of Japan, in the order of the law.
pub fn items() -> &'static [Item] {
    static ITEMS: LazyLock<Vec<Item>> = LazyLock::new(|| {
        let file: Result<File, _> = toml::from_str(include_str!("jp.toml"));
        file.map(|file| file.item).unwrap_or_default()
    });
    &ITEMS
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn of(values: &[(&str, &str)]) -> Values {
        values
            .iter()
            .map(|(id, value)| ((*id).to_owned(), (*value).to_owned()))
            .collect()
    }

    #[test]
    fn the_list_is_read_whole_and_its_conditions_name_earlier_items_with_their_values() {
        let file: File = toml::from_str(include_str!("jp.toml")).unwrap();
        let mut known: BTreeSet<&str> = BTreeSet::new();
        for item in &file.item {
            assert!(!item.source.is_empty(), "{}", item.id);
            assert_eq!(
                item.input == Input::Choice,
                !item.options.is_empty(),
                "{}",
                item.id
            );
            if let Some(when) = &item.when {
                assert!(known.contains(when.item.as_str()), "{}", item.id);
                let asked = file.item.iter().find(|it| it.id == when.item).unwrap();
                let options: Vec<&str> = match asked.input {
                    Input::YesNo => vec!["yes", "no"],
                    _ => asked.options.iter().map(|it| it.id.as_str()).collect(),
                };
                assert!(
                    when.is.iter().all(|value| options.contains(&value.as_str())),
                    "{}",
                    item.id
                );
            }
            assert!(known.insert(&item.id), "{} stands twice", item.id);
        }
    }

    #[test]
    fn renewal_is_asked_for_a_fixed_term_only() {
        let item = |id: &str| items().iter().find(|it| it.id == id).unwrap();
        assert!(item("renewal").is_missing(&of(&[("term", "fixed")])));
        assert!(!item("renewal").is_missing(&of(&[("term", "open")])));
        assert!(item("renewal_limit").is_missing(&of(&[("renewal", "possible"), ("renewal_limit", " ")])));
        assert!(!item("prefecture").is_missing(&of(&[])));
    }
}
