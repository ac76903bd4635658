//! Names and values as a browser sends them, and the struct that they become.

use serde::de::{self, DeserializeOwned, Deserializer, IntoDeserializer, value::Error as Unread};
use server::{Error, Result};

/// The field by which the buttons of a form tell what is to be done.
const ACT: &str = "do";

/// Names and values of a form or query, in their order; a name may come several times.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pairs(pub(super) Vec<(String, String)>);

impl Pairs {
    /// What stands in a query, or in the body of a form without files.
    pub(crate) fn decode(text: &[u8]) -> Pairs {
        Pairs(serde_html_form::from_bytes(text).unwrap_or_default())
    }

    /// As a query.
    pub(super) fn encode(&self) -> String {
        serde_html_form::to_string(&self.0).unwrap_or_default()
    }

    /// The first value of a name, or an empty text.
    pub fn get(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(n, _)| n == name);
        found.map_or("", |(_, value)| value)
    }

    /// Every value of a name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .filter(move |(n, _)| n == name)
            .map(|(_, value)| value.as_str())
    }

    /// Whether the name came at all.
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(n, _)| n == name)
    }

    /// Nothing came.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Every pair.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Takes the first value of a name out, and all others of that name.
    pub(super) fn take(&mut self, name: &str) -> Option<String> {
        let at = self.0.iter().position(|(n, _)| n == name)?;
        let (_, value) = self.0.remove(at);
        self.0.retain(|(n, _)| n != name);
        Some(value)
    }

    /// Takes these names out, with all their values: for a form that becomes two structs.
    pub fn split_off(&mut self, names: &[&str]) -> Pairs {
        Pairs(
            self.0
                .extract_if(.., |(name, _)| names.contains(&name.as_str()))
                .collect(),
        )
    }

    /// What it says, as a struct, or as an enum whose variants are told by the field `do` (by nothing:
    /// the variant whose name is empty). A field that the struct does not have, an unknown `do` and an id
    /// that is none are refused: nothing is done that was not understood.
    pub fn read<F: DeserializeOwned>(&self) -> Result<F> {
        let rest = Pairs(self.0.iter().filter(|(name, _)| name != ACT).cloned().collect());
        let (all, rest) = (self.encode(), rest.encode());
        F::deserialize(Reader {
            act: self.get(ACT),
            all: &all,
            rest: &rest,
        })
        .map_err(|error| Error::Misread(error.to_string()))
    }
}

/// `serde_html_form` for a struct; an enum gets its variant by `do` and the rest as its fields.
struct Reader<'a> {
    act: &'a str,
    all: &'a str,
    rest: &'a str,
}

fn html_form(text: &str) -> serde_html_form::Deserializer<'_> {
    serde_html_form::Deserializer::from_bytes(text.as_bytes())
}

impl<'de> Deserializer<'de> for Reader<'de> {
    type Error = Unread;

    fn deserialize_any<V: de::Visitor<'de>>(self, visitor: V) -> std::result::Result<V::Value, Unread> {
        html_form(self.all).deserialize_map(visitor)
    }

    fn deserialize_enum<V: de::Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> std::result::Result<V::Value, Unread> {
        visitor.visit_enum(self)
    }

    fn deserialize_newtype_struct<V: de::Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> std::result::Result<V::Value, Unread> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: de::Visitor<'de>>(self, visitor: V) -> std::result::Result<V::Value, Unread> {
        html_form(self.all).deserialize_seq(visitor)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit unit_struct
        tuple tuple_struct map struct identifier ignored_any
    }
}

impl<'de> de::EnumAccess<'de> for Reader<'de> {
    type Error = Unread;
    type Variant = Self;

    fn variant_seed<V: de::DeserializeSeed<'de>>(
        self,
        seed: V,
    ) -> std::result::Result<(V::Value, Self), Unread> {
        let act: de::value::StrDeserializer<'_, Unread> = self.act.into_deserializer();
        Ok((seed.deserialize(act)?, self))
    }
}

impl<'de> de::VariantAccess<'de> for Reader<'de> {
    type Error = Unread;

    fn unit_variant(self) -> std::result::Result<(), Unread> {
        match Pairs::decode(self.rest.as_bytes()).0.first() {
            None => Ok(()),
            Some((name, _)) => Err(de::Error::unknown_field(name, &[])),
        }
    }

    fn newtype_variant_seed<T: de::DeserializeSeed<'de>>(
        self,
        seed: T,
    ) -> std::result::Result<T::Value, Unread> {
        seed.deserialize(html_form(self.rest))
    }

    fn tuple_variant<V: de::Visitor<'de>>(
        self,
        _len: usize,
        visitor: V,
    ) -> std::result::Result<V::Value, Unread> {
        html_form(self.rest).deserialize_seq(visitor)
    }

    fn struct_variant<V: de::Visitor<'de>>(
        self,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> std::result::Result<V::Value, Unread> {
        html_form(self.rest).deserialize_map(visitor)
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Default, PartialEq, Deserialize)]
    #[serde(default, deny_unknown_fields)]
    struct Names {
        name: String,
        roles: Vec<String>,
        count: Option<u32>,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(rename_all = "kebab-case", deny_unknown_fields)]
    enum Act {
        Save(Names),
        SignOut,
        Move { to: u32 },
    }

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(rename_all = "kebab-case", deny_unknown_fields)]
    enum OneOf {
        #[serde(rename = "")]
        Add {
            name: String,
        },
        Remove,
    }

    fn read<F: DeserializeOwned>(text: &str) -> Option<F> {
        Pairs::decode(text.as_bytes()).read().ok()
    }

    #[test]
    fn a_form_becomes_its_struct_and_lists_and_numbers_come_with_it() {
        let names = |roles: &[&str], count| Names {
            name: "佐藤 & Co".to_owned(),
            roles: roles.iter().map(|role| (*role).to_owned()).collect(),
            count,
        };
        let name = "name=%E4%BD%90%E8%97%A4+%26+Co";
        assert_eq!(
            read(&format!("{name}&roles=a&roles=b&count=3")),
            Some(names(&["a", "b"], Some(3)))
        );
        assert_eq!(read(&format!("{name}&roles=a&count=")), Some(names(&["a"], None)));
        assert_eq!(read(""), Some(Names::default()));
        assert_eq!(
            read(&format!("do=save&{name}&roles=a")),
            Some(Act::Save(names(&["a"], None)))
        );
        assert_eq!(read("to=7&do=move"), Some(Act::Move { to: 7 }));
        assert_eq!(read("do=sign-out"), Some(Act::SignOut));
        let add = OneOf::Add { name: "a".to_owned() };
        assert_eq!(
            (read("name=a"), read("do=remove")),
            (Some(add), Some(OneOf::Remove))
        );
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        assert_eq!(read::<Names>("naem=x"), None);
        assert_eq!(read::<Names>("name=a&name=b"), None);
        assert_eq!(read::<Names>("count=many"), None);
        for text in [
            "",
            "do=",
            "do=delete",
            "do=save&naem=x",
            "do=sign-out&x=1",
            "do=move",
            "do=move&to=x",
        ] {
            assert_eq!(read::<Act>(text), None, "{text}");
        }
    }
}
