//! The two languages of the product, and text that exists in both.

use serde::{Deserialize, Serialize};

crate::coded_enum! {
    /// A language of the product.
    #[derive(Default)]
    pub enum Lang {
        /// Japanese, the first language.
        #[default]
        Ja = "ja",
        /// English, complete.
        En = "en",
    }
}

impl Lang {
    /// The other language.
    pub fn other(self) -> Lang {
        match self {
            Lang::Ja => Lang::En,
            Lang::En => Lang::Ja,
        }
    }

    /// Chooses between the two wordings of one sentence. Every sentence of the product goes through
    /// here, so that neither language can be forgotten.
    pub fn t<T>(self, ja: T, en: T) -> T {
        match self {
            Lang::Ja => ja,
            Lang::En => en,
        }
    }
}

/// A phrase with something in it, in both languages; only the one that is read is written out. What
/// the braces name is said first, where it is not a variable of that name:
///
/// ```
/// use domain::{Lang, say};
///
/// let title = "mouse";
/// let said = say!(Lang::En, size = 2 + 1; "{title}の{size}番", "Number {size} of {title}");
/// assert_eq!(said, "Number 3 of mouse");
/// ```
///
/// Where English tells one from many, it is written twice, and the count stands before `of`:
///
/// ```
/// # use domain::{Lang, say};
/// let left = |left: u32| say!(Lang::En, left of "あと{left}回です。", one "{left} try left.", other "{left} tries left.");
/// assert_eq!((left(1), left(2)), ("1 try left.".to_owned(), "2 tries left.".to_owned()));
/// ```
#[macro_export]
macro_rules! say {
    ($lang:expr, $($name:ident = $value:expr),+; $($rest:tt)+) => {{
        $(let $name = &$value;)+
        $crate::say!($lang, $($rest)+)
    }};
    ($lang:expr, $count:ident of $ja:literal, one $one:literal, other $other:literal $(,)?) => {
        match $lang {
            $crate::Lang::Ja => format!($ja),
            $crate::Lang::En if $crate::is_one(&$count) => format!($one),
            $crate::Lang::En => format!($other),
        }
    };
    ($lang:expr, $ja:literal, $en:literal $(,)?) => {
        match $lang {
            $crate::Lang::Ja => format!($ja),
            $crate::Lang::En => format!($en),
        }
    };
}

/// Whether English says a number in the singular: exactly one of whole things, and one of points as it
/// is shown.
pub fn is_one(count: &impl std::fmt::Display) -> bool {
    count.to_string() == "1"
}

/// A short text in one or both languages, as authors write it: `{ ja = "…", en = "…" }`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// The Japanese wording.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ja: Option<String>,
    /// The English wording.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub en: Option<String>,
}

impl Text {
    /// The wording in `lang`, else in the other language, else nothing.
    pub fn get(&self, lang: Lang) -> &str {
        let (first, second) = lang.t((&self.ja, &self.en), (&self.en, &self.ja));
        first.as_deref().or(second.as_deref()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_wording_falls_back_to_the_other_language() {
        let text = Text {
            ja: Some("橋".into()),
            en: None,
        };
        assert_eq!(text.get(Lang::En), "橋");
    }
}
