//! One quiz file: one language of a quiz.

use pulldown_cmark::{Event, Tag};

use super::competence;
use super::lesson::{check_headings, check_ids, ends};
use super::markdown::document::{Document, blocks, load};
use super::markdown::page::Page;
use super::markdown::render::{Footnotes, render, render_footnotes};
use super::markdown::skeleton::Skeleton;
use super::question::{self, DraftQuestion};
use super::settings::front_matter;
use super::settings::keys::{At, Keys, parse_table};
use super::slips;
use crate::catalog::diagnostic::Message;
use crate::catalog::furigana;
use crate::catalog::model::{Draw, QuizKind, QuizText, ShowAnswers};

/// A quiz of one language.
#[derive(Clone, Debug)]
pub(crate) struct DraftQuiz {
    pub settings: Settings,
    pub text: QuizText,
    pub questions: Vec<DraftQuestion>,
}

/// What the front matter says besides the title.
#[derive(Clone, Debug, Default)]
pub(crate) struct Settings {
    pub kind: Option<QuizKind>,
    pub pass_percent: Option<u8>,
    pub attempts: Option<u32>,
    pub minutes: Option<u32>,
    pub in_class_only: Option<bool>,
    pub show_answers: Option<ShowAnswers>,
    pub draw: Vec<(Draw, At<String>)>,
    pub competences: Vec<String>,
    pub hint_cost: Option<f32>,
}

const KINDS: [(&str, QuizKind); 3] = [
    ("practice", QuizKind::Practice),
    ("test", QuizKind::Test),
    ("survey", QuizKind::Survey),
];

const SHOW: [(&str, ShowAnswers); 4] = [
    ("immediately", ShowAnswers::Immediately),
    ("after-submit", ShowAnswers::AfterSubmit),
    ("after-pass", ShowAnswers::AfterPass),
    ("never", ShowAnswers::Never),
];

/// Reads a quiz file.
pub(crate) fn read(page: &mut Page<'_>) -> DraftQuiz {
    let front = front_matter::split(&mut page.sink);
    slips::check(&mut page.sink, front.body, true);
    let sink = &mut page.sink;
    let toml = &sink.text()[front.toml.clone()];
    let (table, whole) = parse_table(sink, toml, front.toml.start);
    let mut keys = Keys::new(
        &table,
        front.toml.start,
        front.fence.clone(),
        whole && !front.toml.is_empty(),
    );
    let title = keys
        .required_string(sink, "title")
        .map(|at| at.value)
        .unwrap_or_default();
    let mut settings = Settings {
        kind: keys.choice(sink, "kind", &KINDS),
        pass_percent: keys
            .number(sink, "pass_percent", (0, 100))
            .and_then(|percent| u8::try_from(percent.value).ok()),
        attempts: keys.number(sink, "attempts", (0, 1000)).map(|at| at.value),
        minutes: keys.number(sink, "minutes", (1, 600)).map(|at| at.value),
        in_class_only: keys.boolean(sink, "in_class_only"),
        show_answers: keys.choice(sink, "show_answers", &SHOW),
        draw: Vec::new(),
        competences: Vec::new(),
        hint_cost: keys.decimal(sink, "hint_cost").map(|at| at.value),
    };
    let tags = keys.strings(sink, "competences");
    settings.competences = competence::read(sink, tags);
    for mut pool in keys.tables(sink, "draw") {
        let tag = pool.required_string(sink, "tag");
        let count = pool.number(sink, "count", (1, 1000));
        if count.is_none() && !pool.has("count") {
            pool.missing(sink, "count");
        }
        pool.finish(sink);
        if let (Some(tag), Some(count)) = (tag, count) {
            settings.draw.push((
                Draw {
                    tag: tag.value.clone(),
                    count: count.value,
                },
                tag,
            ));
        }
    }
    let made_from = keys.string(sink, "source");
    keys.finish(sink);
    page.made_from = made_from;

    let document = load(page.text(), front.body);
    page.skeleton = Skeleton::of(&document, |heading| heading.level == 2);
    page.anchors = document
        .headings
        .values()
        .map(|heading| heading.anchor.clone())
        .collect();
    check_headings(page, &document, |heading| heading.level == 2);
    let (intro_html, questions) = read_body(&document, page, settings.kind == Some(QuizKind::Survey));
    if questions.is_empty() {
        let message = Message::new("問題がありません。", "This quiz has no questions.");
        page.sink.error("K0419", front.fence, message).help(
            "問題は「## 」で始まる見出しで書きます。",
            "A question is a heading that starts with \"## \".",
        );
    }
    let title_html = furigana::to_html(&title);
    let text = QuizText {
        title: furigana::to_plain(&title),
        title_html,
        intro_html,
    };
    DraftQuiz {
        settings,
        text,
        questions,
    }
}

fn read_body(document: &Document<'_>, page: &mut Page<'_>, survey: bool) -> (String, Vec<DraftQuestion>) {
    let all = blocks(&document.events);
    let is_question = |block: &&[_]| ends(document, block, 2);
    let intro_end = all.iter().position(is_question).unwrap_or(all.len());
    let mut footnotes = Footnotes::new("");
    let intro: Vec<_> = all[..intro_end]
        .iter()
        .flat_map(|block| block.iter().cloned())
        .collect();
    let mut intro_html = render(document, page, &mut footnotes, &intro);
    intro_html.push_str(&render_footnotes(document, page, &mut footnotes));
    let mut questions: Vec<DraftQuestion> = Vec::new();
    let mut at = intro_end;
    while at < all.len() {
        let block = all[at];
        let end = all[at + 1..]
            .iter()
            .position(is_question)
            .map_or(all.len(), |length| at + 1 + length);
        let below = &all[at + 1..end];
        at = end;
        let Some((Event::Start(Tag::Heading { .. }), span)) = block.first() else {
            continue;
        };
        let Some(heading) = document.headings.get(&span.start) else {
            continue;
        };
        if heading.level < 2 {
            let message = Message::new(
                "テストの見出しは「## 」から始めます。",
                "Headings of a quiz start at level 2.",
            );
            page.sink.error("K0418", span.start..span.end, message);
            continue;
        }
        let title = &block[1..block.len() - 1];
        questions.push(question::parse(
            document,
            page,
            heading,
            title,
            below,
            (questions.len() + 1, survey),
        ));
    }
    check_ids(page, &questions);
    (intro_html, questions)
}
