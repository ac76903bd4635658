//! What the declarations and the processing of a QTI 2 item say about its answers.

use crate::interchange::answers::number;
use crate::interchange::xml::Element;

/// One response of an item.
#[derive(Clone, Debug, Default)]
pub(crate) struct Declared {
    pub cardinality: String,
    pub base: String,
    pub correct: Vec<String>,
    pub mapped: Vec<Mapped>,
    pub upper: Option<f64>,
}

/// What an answer is worth.
#[derive(Clone, Debug)]
pub(crate) struct Mapped {
    pub key: String,
    pub value: f64,
    pub case: Option<bool>,
}

/// The declaration of a response.
pub(crate) fn declared(item: &Element, response: &str) -> Declared {
    let mut declared = Declared::default();
    let found = item
        .all("responseDeclaration")
        .find(|declaration| declaration.attribute("identifier") == response);
    let Some(found) = found else { return declared };
    declared.cardinality = found.attribute("cardinality").to_owned();
    declared.base = found.attribute("baseType").to_owned();
    for value in found
        .first("correctResponse")
        .iter()
        .flat_map(|correct| correct.all("value"))
    {
        declared.correct.push(value.inner_text().trim().to_owned());
    }
    if let Some(mapping) = found.first("mapping") {
        declared.upper = number(mapping.attribute("upperBound"));
        for entry in mapping.all("mapEntry") {
            declared.mapped.push(Mapped {
                key: entry.attribute("mapKey").trim().to_owned(),
                value: number(entry.attribute("mappedValue")).unwrap_or(0.0),
                case: entry.get("caseSensitive").map(|case| case == "true"),
            });
        }
    }
    declared
}

impl Declared {
    /// The best of what its answers are worth.
    fn best(&self) -> f64 {
        self.mapped.iter().map(|mapped| mapped.value).fold(0.0, f64::max)
    }

    /// The right answers: those said to be, and those worth as much.
    pub fn right(&self) -> Vec<String> {
        let mut right = self.correct.clone();
        let best = self.best();
        let many = self.cardinality == "multiple";
        for mapped in &self.mapped {
            let good = mapped.value > 0.0 && (mapped.value >= best || (many && self.correct.is_empty()));
            if good && !right.contains(&mapped.key) && (self.correct.is_empty() || !many) {
                right.push(mapped.key.clone());
            }
        }
        right
    }

    /// Answers that are worth something, yet not all.
    pub fn partly(&self) -> Vec<&str> {
        let right = self.right();
        let partly = self
            .mapped
            .iter()
            .filter(|mapped| mapped.value != 0.0 && !right.contains(&mapped.key));
        partly.map(|mapped| mapped.key.as_str()).collect()
    }

    /// The weights of some answers in percent of all points.
    pub fn weights(&self, keys: &[String]) -> Vec<f64> {
        let right = self.right();
        let sum: f64 = self
            .mapped
            .iter()
            .filter(|mapped| right.contains(&mapped.key))
            .map(|mapped| mapped.value)
            .sum();
        keys.iter()
            .map(|key| {
                let value = self
                    .mapped
                    .iter()
                    .find(|mapped| mapped.key == *key)
                    .map_or(0.0, |mapped| mapped.value);
                if sum > 0.0 { value / sum * 100.0 } else { 0.0 }
            })
            .collect()
    }

    /// Whether capital letters count, as far as it says.
    pub fn exact(&self) -> bool {
        !self.mapped.is_empty() && self.mapped.iter().all(|mapped| mapped.case == Some(true))
    }
}

/// How far off a number may be.
pub(crate) fn tolerance(item: &Element, value: f64) -> f64 {
    let Some(equal) = item.find("equal") else {
        return 0.0;
    };
    let parts = equal.attribute("tolerance").split_whitespace().filter_map(number);
    let widest = parts.fold(0.0, f64::max);
    match equal.attribute("toleranceMode") {
        "absolute" => widest,
        "relative" => (value * widest / 100.0).abs(),
        _ => 0.0,
    }
}

/// The most points of an item.
pub(crate) fn points(item: &Element) -> Option<f64> {
    let outcome = |name: &str| {
        item.all("outcomeDeclaration")
            .find(|outcome| outcome.attribute("identifier") == name)
    };
    let most = outcome("MAXSCORE").and_then(|most| number(&most.find("value")?.inner_text()));
    let normal = outcome("SCORE").and_then(|score| number(score.attribute("normalMaximum")));
    let upper = item
        .every("mapping")
        .iter()
        .filter_map(|mapping| number(mapping.attribute("upperBound")))
        .reduce(f64::max);
    let set = item
        .every("setOutcomeValue")
        .into_iter()
        .filter(|set| set.attribute("identifier") == "SCORE")
        .filter_map(|set| number(&set.first("baseValue")?.inner_text()))
        .reduce(f64::max);
    [normal, most, upper, set]
        .into_iter()
        .flatten()
        .find(|points| *points > 0.0)
}
