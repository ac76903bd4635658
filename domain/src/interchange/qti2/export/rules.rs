//! Declarations and scoring of QTI 2, as elements.

use crate::interchange::xml::Element;

pub(crate) fn outcome(name: &str, kind: &str, default: Option<&str>) -> Element {
    let outcome = Element::new("outcomeDeclaration")
        .with("identifier", name)
        .with("cardinality", "single")
        .with("baseType", kind);
    match default {
        Some(value) => outcome.child(Element::new("defaultValue").child(Element::new("value").text(value))),
        None => outcome,
    }
}

pub(crate) fn base(kind: &str, value: impl Into<String>) -> Element {
    Element::new("baseValue").with("baseType", kind).text(value)
}

pub(crate) fn set(name: &str, kind: &str, value: &str) -> Element {
    Element::new("setOutcomeValue")
        .with("identifier", name)
        .child(base(kind, value))
}

pub(crate) fn score(value: Element) -> Element {
    Element::new("setOutcomeValue")
        .with("identifier", "SCORE")
        .child(value)
}

pub(crate) fn when(test: Element, points: f64) -> Element {
    Element::new("responseCondition").child(Element::new("responseIf").child(test).child(set(
        "SCORE",
        "float",
        &points.to_string(),
    )))
}

/// All points for exactly the right answer.
pub(crate) fn whole(points: f64) -> Element {
    let test = Element::new("match")
        .child(Element::new("variable").with("identifier", "RESPONSE"))
        .child(Element::new("correct").with("identifier", "RESPONSE"));
    when(test, points)
}

pub(crate) fn declaration(
    name: &str,
    cardinality: &str,
    kind: &str,
    right: impl IntoIterator<Item = String>,
) -> Element {
    let values: Vec<Element> = right
        .into_iter()
        .map(|value| Element::new("value").text(value))
        .collect();
    let declaration = Element::new("responseDeclaration")
        .with("identifier", name)
        .with("cardinality", cardinality)
        .with("baseType", kind);
    if values.is_empty() {
        return declaration;
    }
    declaration.child(Element::new("correctResponse").children(values))
}

pub(crate) fn entry(key: &str, value: f64) -> Element {
    Element::new("mapEntry")
        .with("mapKey", key)
        .with("mappedValue", value.to_string())
}

/// A declaration for a typed answer, each accepted text worth the same.
pub(crate) fn typed(name: &str, accepted: &[String], exact: bool, points: f64) -> Element {
    let mut mapping = Element::new("mapping").with("defaultValue", "0");
    for answer in accepted {
        mapping = mapping.child(entry(answer, points).with("caseSensitive", exact.to_string()));
    }
    declaration(name, "single", "string", accepted.first().cloned()).child(mapping)
}
