//! Items as our quiz markdown.

use super::answers;
use super::escape;
use super::ids::{self, Given};
use super::item::{Choice, Item, Kind, Loss, Pair, Quiz};
use super::rich::{is_paragraph, list_mark, one_line, prefixed, quoted};
use crate::Lang;
use crate::catalog::{Message, Partial};

/// A quiz as text, with where each of its items stands.
pub(crate) struct Written {
    pub front: String,
    /// The item's name and its markdown.
    pub items: Vec<(String, String)>,
}

impl Written {
    /// The whole file.
    pub fn text(&self) -> String {
        let items = self.items.iter().map(|(_, markdown)| format!("\n{markdown}"));
        format!("{}{}", self.front, items.collect::<String>())
    }
}

/// Writes a quiz; what it cannot hold is noted.
pub(crate) fn quiz(quiz: Quiz, lang: Lang, losses: &mut Vec<Loss>) -> Written {
    let mut front = format!("+++\ntitle = {}\n", escape::toml_string(&quiz.title));
    match &quiz.front {
        Some(more) => front.push_str(more),
        None => {
            let survey = |item: &Item| matches!(item.kind, Kind::Survey { .. });
            if !quiz.items.is_empty() && quiz.items.iter().all(survey) {
                front.push_str("kind = \"survey\"\n");
            } else {
                front.push_str("kind = \"practice\"\n");
            }
        }
    }
    front.push_str("+++\n");
    for block in &quiz.intro {
        front.push_str(&format!("\n{block}\n"));
    }
    let mut emit = Emit {
        lang,
        losses,
        given: Given::default(),
        item: String::new(),
        number: 0,
        begun: 0,
    };
    let mut items = Vec::new();
    for item in quiz.items {
        emit.item.clone_from(&item.name);
        emit.begun = emit.losses.len();
        for item in emit.apart(item) {
            let name = item.name.clone();
            if let Some(markdown) = emit.question(item) {
                items.push((name, markdown));
            }
        }
    }
    Written { front, items }
}

struct Emit<'l> {
    lang: Lang,
    losses: &'l mut Vec<Loss>,
    given: Given,
    item: String,
    number: usize,
    /// Where the losses of the item begin.
    begun: usize,
}

impl Emit<'_> {
    fn lose(&mut self, left_out: bool, ja: impl Into<String>, en: impl Into<String>) {
        let loss = Loss {
            item: self.item.clone(),
            left_out,
            what: Message::new(ja, en),
        };
        let own = self.losses.get(self.begun..).unwrap_or_default();
        if !own.contains(&loss) {
            self.losses.push(loss);
        }
    }

    fn note(&mut self, ja: impl Into<String>, en: impl Into<String>) {
        self.lose(false, ja, en);
    }

    /// A matching question whose answers repeat becomes a question for each pair.
    fn apart(&mut self, item: Item) -> Vec<Item> {
        let Kind::Match { pairs, extra } = &item.kind else {
            return vec![item];
        };
        let mut rights: Vec<&str> = Vec::new();
        for pair in pairs {
            if !rights.contains(&pair.right.as_str()) {
                rights.push(&pair.right);
            }
        }
        if rights.len() == pairs.len() && pairs.len() > 1 {
            return vec![item];
        }
        self.note(
            "同じ答えがくり返す組み合わせ問題は、組ごとの選択問題に分けました。",
            "A matching question whose answers repeat became one choice question for each pair.",
        );
        let mut out = Vec::new();
        for (number, pair) in pairs.iter().enumerate() {
            let mut choices: Vec<Choice> = rights
                .iter()
                .map(|right| Choice {
                    blocks: vec![(*right).to_owned()],
                    correct: *right == pair.right,
                    ..Choice::default()
                })
                .collect();
            choices.extend(extra.iter().cloned());
            let mut blocks = item.blocks.clone();
            match blocks.first_mut() {
                Some(first) if is_paragraph(first) => *first = format!("{first} — {}", pair.left),
                _ => blocks.insert(0, pair.left.clone()),
            }
            out.push(Item {
                id: Some(format!("{}-{}", self.id_of(&item), number + 1)),
                name: format!("{} ({})", item.name, number + 1),
                blocks,
                kind: Kind::Choices { many: false, choices },
                points: (item.points / pairs.len() as f64).round().max(1.0),
                partial: None,
                ..item.clone()
            });
        }
        out
    }

    fn id_of(&self, item: &Item) -> String {
        ids::stable(item.id.as_deref().unwrap_or(&item.name), "q")
    }

    fn question(&mut self, mut item: Item) -> Option<String> {
        self.number += 1;
        answers::settle(&mut item, self.lang, &mut |left_out, ja, en| {
            self.losses.push(Loss {
                item: self.item.clone(),
                left_out,
                what: Message::new(ja, en),
            })
        })?;
        let wished = self.id_of(&item);
        let id = self.given.unique(wished);
        let (title, body) = self.title(&item);
        let attributes = self.attributes(&item, &id, &body);
        let mut out = format!("## {title} {{{attributes}}}\n");
        let mut push = |block: &str| {
            if !block.is_empty() {
                out.push_str(&format!("\n{block}\n"));
            }
        };
        let key = self.key(&item);
        // A table or a numbered list of the text must not be taken for the pairs or the steps.
        let conflicts = |block: &String| match item.kind {
            Kind::Match { .. } => block.starts_with("| "),
            Kind::Order { .. } => {
                !is_paragraph(block) && block.starts_with(|first: char| first.is_ascii_digit())
            }
            _ => false,
        };
        let before = body.iter().position(conflicts).unwrap_or(body.len());
        let mut blocks: Vec<&str> = Vec::new();
        for block in body[..before].iter().chain([&key]).chain(&body[before..]) {
            // Two lists in a row would be one.
            if blocks
                .last()
                .is_some_and(|last| list_mark(last).is_some() && list_mark(last) == list_mark(block))
            {
                blocks.push("<!-- -->");
            }
            if !block.is_empty() {
                blocks.push(block);
            }
        }
        blocks.into_iter().for_each(&mut push);
        for hint in &item.hints {
            push(&quoted(&format!("[!HINT]\n{}", hint.join("\n\n"))));
        }
        if !item.explanation.is_empty() {
            push(&quoted(&format!(
                "[!EXPLANATION]\n{}",
                item.explanation.join("\n\n")
            )));
        }
        Some(out)
    }

    /// The heading, and the blocks below it.
    fn title(&self, item: &Item) -> (String, Vec<String>) {
        if let Some((first, rest)) = item.blocks.split_first() {
            let gap = matches!(item.kind, Kind::Blanks { .. }) && first.contains("[[");
            if is_paragraph(first) && !first.contains('\n') && first.chars().count() <= 400 && !gap {
                return (first.clone(), rest.to_vec());
            }
        }
        let name = escape::text(&item.name);
        let first = item.blocks.first().map(String::as_str).unwrap_or_default();
        let title =
            if matches!(item.kind, Kind::Blanks { .. }) && (name.is_empty() || first.starts_with(&name)) {
                self.lang
                    .t("空欄に入る言葉を書いてください。", "Fill in the gaps.")
                    .to_owned()
            } else if name.is_empty() {
                self.lang.t(
                    format!("問題 {}", self.number),
                    format!("Question {}", self.number),
                )
            } else {
                name
            };
        (title, item.blocks.clone())
    }

    fn attributes(&mut self, item: &Item, id: &str, body: &[String]) -> String {
        let mut out = format!("#{id}");
        let gaps = body.iter().any(|block| block.contains("[["));
        let digit = |accepted: &[String]| accepted.iter().any(|answer| answer.chars().any(char::is_numeric));
        let kind = match &item.kind {
            Kind::Choices { many: true, .. } => Some("multiple"),
            Kind::Choices { .. } => None,
            Kind::Text { accepted, .. } => (gaps || digit(accepted)).then_some("text"),
            Kind::Number { unit, .. } => (gaps || unit.is_some()).then_some("number"),
            Kind::Blanks { .. } => None,
            Kind::Match { .. } => Some("match"),
            Kind::Order { .. } => Some("order"),
            Kind::Essay { .. } => Some("essay"),
            Kind::Upload { .. } => Some("upload"),
            Kind::Survey { .. } => Some("survey"),
        };
        if let Some(kind) = kind {
            out.push_str(&format!(" type={kind}"));
        }
        let points = item.points.round().clamp(1.0, 1000.0);
        if (points - item.points).abs() > 1e-6 {
            self.note(
                format!(
                    "配点 {} は {points} 点にしました（整数だけ使えます）。",
                    item.points
                ),
                format!(
                    "The points, {}, became {points} (whole numbers only).",
                    item.points
                ),
            );
        }
        // Where nothing is written, a question with a rubric is worth a point for each of its rows.
        let rows = match &item.kind {
            Kind::Essay { rubric, .. } | Kind::Upload { rubric, .. } => rubric.len(),
            _ => 1,
        };
        if points > 1.0 || rows > 1 {
            out.push_str(&format!(" points={points}"));
        }
        let mut tags: Vec<String> = Vec::new();
        for tag in &item.tags {
            let tag = answers::tag(tag);
            if !tag.is_empty() && !tags.contains(&tag) {
                tags.push(tag);
            }
        }
        if !tags.is_empty() {
            out.push_str(&format!(" tags=\"{}\"", tags.join(",")));
        }
        if item.shuffle == Some(false) {
            out.push_str(" shuffle=false");
        }
        if item.partial == Some(Partial::Proportional) {
            out.push_str(" partial=proportional");
        }
        if let Some(cost) = item.hint_cost {
            out.push_str(&format!(" hint_cost={cost}"));
        }
        match &item.kind {
            Kind::Text { exact: true, .. } | Kind::Blanks { exact: true } => out.push_str(" exact"),
            Kind::Survey { many: true, .. } => out.push_str(" many"),
            Kind::Upload {
                accept, max_bytes, ..
            } => {
                if !accept.is_empty() {
                    out.push_str(&format!(" accept=\"{}\"", accept.join(",")));
                }
                if let Some(bytes) = max_bytes {
                    let bytes = (*bytes).clamp(1, 50 * 1024 * 1024);
                    out.push_str(&match bytes % (1024 * 1024) {
                        0 => format!(" max={}MB", bytes / 1024 / 1024),
                        _ => format!(" max={bytes}"),
                    });
                }
            }
            _ => {}
        }
        out
    }

    /// What the answer is chosen from or compared with.
    fn key(&mut self, item: &Item) -> String {
        match &item.kind {
            Kind::Choices { choices, .. } => self.choices(choices, "- [x] ", "- [ ] "),
            Kind::Survey { choices, .. } => self.choices(choices, "- [ ] ", "- [ ] "),
            Kind::Text { accepted, .. } => format!("= {}", accepted.join(" | ")),
            Kind::Number {
                value,
                tolerance,
                unit,
            } => {
                let tolerance = if *tolerance > 0.0 {
                    format!(" ± {}", answers::tidy(*tolerance))
                } else {
                    String::new()
                };
                let unit = unit.as_ref().map(|unit| format!(" {unit}")).unwrap_or_default();
                format!("= {}{tolerance}{unit}", answers::tidy(*value))
            }
            Kind::Blanks { .. } => String::new(),
            Kind::Match { pairs, extra } => self.pairs(pairs, extra),
            Kind::Order { steps } => {
                let mut given = Given::default();
                let lines = steps.iter().enumerate().map(|(number, step)| {
                    let mark = format!("{}. ", number + 1);
                    self.choice(step, number, &mark, &mut given)
                });
                lines.collect::<Vec<_>>().join("\n")
            }
            Kind::Essay { rubric } | Kind::Upload { rubric, .. } => {
                let points = self.choices(rubric, "- [ ] ", "- [ ] ");
                quoted(&format!("[!RUBRIC]\n{points}"))
            }
        }
    }

    fn choices(&mut self, choices: &[Choice], right: &str, wrong: &str) -> String {
        let mut given = Given::default();
        let mut lines = Vec::new();
        for (number, choice) in choices.iter().enumerate() {
            let mark = if choice.correct { right } else { wrong };
            lines.push(self.choice(choice, number, mark, &mut given));
        }
        lines.join("\n")
    }

    fn choice(&mut self, choice: &Choice, number: usize, mark: &str, given: &mut Given) -> String {
        let text = choice.blocks.join("\n\n");
        let id = ids::stable(choice.id.as_deref().unwrap_or(&text), "c");
        let id = given.unique(id);
        let indent = " ".repeat(if mark.starts_with('-') { 2 } else { mark.len() });
        let (first, rest) = match one_line(&choice.blocks) {
            Some(line) => (line, &[][..]),
            None => match choice.blocks.split_first() {
                Some((first, rest)) if is_paragraph(first) && !first.contains('\n') => (first.clone(), rest),
                _ => {
                    let number = number + 1;
                    let name = self
                        .lang
                        .t(format!("選択肢 {number}"), format!("Choice {number}"));
                    (name, &choice.blocks[..])
                }
            },
        };
        let mut out = format!("{mark}{first} {{#{id}}}");
        for block in rest {
            // A quote under a choice would be its feedback.
            let block = block
                .lines()
                .map(|line| line.strip_prefix("> ").unwrap_or(line))
                .collect::<Vec<_>>()
                .join("\n");
            out.push_str(&format!("\n\n{}", prefixed(&block, &indent, &indent)));
        }
        if !choice.feedback.is_empty() {
            let quote = quoted(&choice.feedback.join("\n\n"));
            out.push_str(&format!("\n{}", prefixed(&quote, &indent, &indent)));
        }
        out
    }

    fn pairs(&mut self, pairs: &[Pair], extra: &[Choice]) -> String {
        let (left, right) = self.lang.t(("左", "右"), ("Left", "Right"));
        let mut out = format!("| {left} | {right} |\n| --- | --- |");
        let mut given = Given::default();
        for pair in pairs {
            let id = ids::stable(pair.id.as_deref().unwrap_or(&pair.left), "p");
            let id = given.unique(id);
            out.push_str(&format!("\n| {} | {} {{#{id}}} |", pair.left, pair.right));
        }
        for choice in extra {
            let text = one_line(&choice.blocks).unwrap_or_default();
            let id = ids::stable(choice.id.as_deref().unwrap_or(&text), "p");
            let id = given.unique(id);
            out.push_str(&format!("\n| | {text} {{#{id}}} |"));
        }
        out
    }
}
