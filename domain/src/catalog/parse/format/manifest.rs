//! Small changes to `course.toml` that leave the author's own writing as it is.

use toml::de::{DeTable, DeValue};

use crate::Lang;
use crate::catalog::parse::course::manifest;
use crate::catalog::parse::sink::Sink;

/// `course.toml` with one more item at the end of its last unit; nothing if it has no unit with items, or
/// has the item already.
pub fn add_item(toml: &str, id: &str) -> Option<String> {
    let start = toml.len() - toml.trim_start_matches('\u{feff}').len();
    let table = DeTable::parse(&toml[start..]).ok()?.into_inner();
    let units = value(&table, "unit")?.as_array()?;
    let mut last = None;
    for unit in units.iter() {
        let unit = unit.get_ref().as_table()?;
        let (_, items) = unit.iter().find(|(name, _)| name.get_ref() == "items")?;
        let known = items.get_ref().as_array()?;
        if known.iter().any(|item| item.get_ref().as_str() == Some(id)) {
            return None;
        }
        last = Some((items.span(), known.last().map(toml::Spanned::span)));
    }
    let (list, last) = last?;
    let (at, new) = match last {
        Some(last) => (last.end, format!(", \"{id}\"")),
        None => (list.start + 1, format!("\"{id}\"")),
    };
    let at = start + at;
    Some(format!("{}{new}{}", toml.get(..at)?, toml.get(at..)?))
}

/// The languages of a course, the source first; both if `course.toml` does not say.
pub fn course_languages(toml: &str) -> Vec<Lang> {
    manifest::read(&mut Sink::new("course.toml", toml))
        .map_or_else(|| Lang::ALL.to_vec(), |manifest| manifest.languages)
}

fn value<'t, 'i>(table: &'t DeTable<'i>, key: &str) -> Option<&'t DeValue<'i>> {
    let (_, value) = table.iter().find(|(name, _)| name.get_ref() == key)?;
    Some(value.get_ref())
}

#[cfg(test)]
mod tests {
    use super::add_item;

    #[test]
    fn an_item_is_added_to_the_last_unit_and_only_once() {
        let unit = |items: &str| format!("[[unit]]\nid = \"u\"\nitems = {items}\n");
        let two = format!("{}\n# 橋\n{}", unit("[\"a\"]"), unit("[\n  \"b\",   # note\n]"));
        let new = add_item(&two, "c").unwrap();
        assert_eq!(new, two.replace("\"b\",", "\"b\", \"c\","));
        assert_eq!(add_item(&two, "a"), None);
        assert_eq!(add_item(&unit("[]"), "a"), Some(unit("[\"a\"]")));
        assert_eq!(add_item("id = \"x\"", "a"), None);
    }
}
