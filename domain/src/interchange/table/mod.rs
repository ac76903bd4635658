//! Tables of questions: Kahoot's spreadsheet, and any CSV with a heading row such as
//! `question, answer 1, answer 2, …, correct`.

pub(crate) mod sheet;

use super::Refused;
use super::answers::plain_choice;

use super::item::{Choice, Item, Kind, Quiz, title};
use super::rich::Reading;
use crate::{catalog::Message, folding};

/// What each column holds.
#[derive(Default)]
struct Columns {
    question: usize,
    answers: Vec<usize>,
    correct: Option<usize>,
    time: Option<usize>,
    explanation: Option<usize>,
    points: Option<usize>,
    tags: Option<usize>,
    id: Option<usize>,
    feedback: Vec<usize>,
    other: Vec<usize>,
}

/// The rows of a CSV text, with commas, semicolons or tabs.
pub(crate) fn rows(text: &str) -> Vec<Vec<String>> {
    let head = text.lines().next().unwrap_or_default();
    let count = |sign: char| head.matches(sign).count();
    let delimiter = [',', '\t', ';']
        .into_iter()
        .max_by_key(|sign| count(*sign))
        .unwrap_or(',');
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(u8::try_from(delimiter).unwrap_or(b','))
        .from_reader(text.as_bytes());
    reader
        .records()
        .map_while(Result::ok)
        .map(|record| record.iter().map(|cell| cell.trim().to_owned()).collect())
        .collect()
}

/// Whether the rows have a heading row that is known.
pub(crate) fn fits(rows: &[Vec<String>]) -> bool {
    heading(rows).is_some()
}

/// Finds the heading row; Kahoot's stands some rows below the top.
fn heading(rows: &[Vec<String>]) -> Option<(usize, Columns)> {
    rows.iter()
        .take(30)
        .enumerate()
        .find_map(|(at, row)| columns(row).map(|columns| (at, columns)))
}

fn columns(row: &[String]) -> Option<Columns> {
    let mut columns = Columns::default();
    let mut question = None;
    for (at, cell) in row.iter().enumerate() {
        let name = folding::structure(cell);
        let name = name.as_str();
        let starts = |words: &[&str]| words.iter().any(|word| name.starts_with(word));
        if name.is_empty() || name == "#" || name == "no" || name == "no." {
            continue;
        } else if starts(&["feedback", "返事", "コメント"]) {
            columns.feedback.push(at);
        } else if starts(&["correct", "right answer", "正解", "正答"]) {
            columns.correct.get_or_insert(at);
        } else if starts(&["explanation", "general feedback", "解説", "説明"]) {
            columns.explanation.get_or_insert(at);
        } else if starts(&["time limit", "time", "制限時間"]) {
            columns.time.get_or_insert(at);
        } else if starts(&["points", "score", "配点", "点"]) {
            columns.points.get_or_insert(at);
        } else if starts(&["tag", "category", "タグ", "分類"]) {
            columns.tags.get_or_insert(at);
        } else if name == "id" {
            columns.id.get_or_insert(at);
        } else if starts(&["answer", "choice", "option", "選択肢", "答え", "回答", "解答"]) {
            columns.answers.push(at);
        } else if starts(&["question", "問題", "質問", "問い"]) && question.is_none() {
            question = Some(at);
        } else {
            columns.other.push(at);
        }
    }
    columns.question = question?;
    (!columns.answers.is_empty()).then_some(columns)
}

pub(crate) fn read(
    reading: &mut Reading<'_>,
    rows: &[Vec<String>],
    stem: &str,
) -> Result<Vec<Quiz>, Refused> {
    let Some((head, columns)) = heading(rows) else {
        return Err(Message::new(
            "表の見出しが分かりません。1行目に question, answer 1, answer 2, …, correct（または 問題, 選択肢1, 選択肢2, …, 正解）と書いてください。",
            "The table's heading row is not known. Write question, answer 1, answer 2, …, correct in the first row.",
        ));
    };
    let names: Vec<&str> = columns.other.iter().map(|at| rows[head][*at].as_str()).collect();
    if !names.is_empty() {
        let names = names.join(", ");
        reading.note(
            format!("列「{names}」は読みません。"),
            format!("These columns are not read: {names}."),
        );
    }
    let mut items = Vec::new();
    let mut timed = false;
    for row in &rows[head + 1..] {
        let cell = |at: usize| row.get(at).map(|cell| cell.trim()).unwrap_or_default();
        let text = cell(columns.question);
        if text.is_empty() && columns.answers.iter().all(|at| cell(*at).is_empty()) {
            continue;
        }
        timed |= columns.time.is_some_and(|at| !cell(at).is_empty());
        reading.begin(text);
        let beyond: Vec<&str> = row
            .iter()
            .skip(rows[head].len())
            .map(String::as_str)
            .filter(|cell| !cell.is_empty())
            .collect();
        if !beyond.is_empty() {
            let beyond = beyond.join(", ");
            reading.note(
                format!("見出しのない列「{beyond}」は読みません。「,」のある文は \"…\" で囲みます。"),
                format!("Cells beyond the headings are not read: {beyond}. Text with commas needs quotation marks."),
            );
        }
        items.extend(item(reading, &columns, &cell));
    }
    if timed {
        reading.item.clear();
        reading.note(
            "問題ごとの制限時間は入れられません。テスト全体の時間は minutes で決めます。",
            "Time limits of single questions cannot be held; minutes sets one for the whole quiz.",
        );
    }
    Ok(vec![Quiz {
        title: title("", stem),
        items,
        ..Quiz::default()
    }])
}

fn item<'c>(reading: &mut Reading<'_>, columns: &Columns, cell: &dyn Fn(usize) -> &'c str) -> Option<Item> {
    let text = cell(columns.question);
    if text.is_empty() {
        reading.leave_out("問題文がありません。", "It has no text.");
        return None;
    }
    let written: Vec<&str> = columns.answers.iter().map(|at| cell(*at)).collect();
    let used = written.iter().filter(|answer| !answer.is_empty()).count();
    let correct = columns.correct.map(cell).unwrap_or_default();
    let mut told = Vec::new();
    let kind = if correct.is_empty() && (columns.correct.is_none() || used < 2) {
        // One column of answers: they are typed.
        Kind::Text {
            accepted: written
                .iter()
                .flat_map(|answer| answer.split(['|', '｜']))
                .map(str::to_owned)
                .collect(),
            exact: false,
        }
    } else if used == 0 {
        Kind::Text {
            accepted: correct.split(['|', '｜']).map(str::to_owned).collect(),
            exact: false,
        }
    } else {
        let (right, otherwise) = right(correct, &written);
        if let Some(at) = otherwise {
            let kept: Vec<String> = right.iter().map(|at| format!("{}", at + 1)).collect();
            let (kept, other) = (kept.join(", "), at + 1);
            reading.note(
                format!(
                    "正解「{correct}」は、{kept}番目とも、{other}番目の言葉とも読めます。{kept}番目を正解にしました。必ず見直してください。"
                ),
                format!(
                    "The right answer \"{correct}\" can mean number {kept} or the words of number {other}; number {kept} is right now. Please look at it."
                ),
            );
        }
        if right.is_empty() {
            reading.leave_out(
                format!("正解「{correct}」が選択肢と合いません。"),
                format!("The right answer \"{correct}\" is none of its choices."),
            );
            return None;
        }
        let mut choices: Vec<Choice> = Vec::new();
        for (number, answer) in written.iter().enumerate() {
            if answer.is_empty() {
                continue;
            }
            let mut choice = plain_choice(answer, right.contains(&number));
            if let Some(feedback) = columns.feedback.get(number) {
                choice.feedback = reading.plain(cell(*feedback));
                told.push(*feedback);
            }
            choices.push(choice);
        }
        Kind::Choices {
            many: right.len() > 1,
            choices,
        }
    };
    if let Kind::Choices { many: true, .. } = kind {
        reading.note(
            "正解が2つ以上あります。全部選ぶと正解です（Kahootではどれか1つでも点になることがあります）。",
            "Several choices are right: all of them must be chosen (in Kahoot, one of them may do).",
        );
    }
    if columns
        .feedback
        .iter()
        .any(|at| !cell(*at).is_empty() && !told.contains(at))
    {
        reading.note(
            "選択肢のない返事は入れられません。",
            "Feedback that belongs to no choice cannot be held.",
        );
    }
    let written_points = columns.points.map(cell).unwrap_or_default();
    let points = folding::structure(written_points);
    let points = super::answers::number(points.trim_end_matches(['点', 'p', 't', 's']));
    if points.is_none() && !written_points.is_empty() {
        reading.note(
            format!("配点「{written_points}」は数ではないので、1点にしました。"),
            format!("The points \"{written_points}\" are no number; it is worth 1 now."),
        );
    }
    let tags = columns.tags.map(cell).unwrap_or_default();
    Some(Item {
        id: columns
            .id
            .map(cell)
            .filter(|id| !id.is_empty())
            .map(str::to_owned),
        name: reading.item.clone(),
        blocks: reading.plain(text),
        kind,
        points: points.unwrap_or(1.0),
        tags: tags
            .split([',', '、', ';'])
            .map(str::to_owned)
            .filter(|tag| !tag.trim().is_empty())
            .collect(),
        explanation: columns
            .explanation
            .map(|at| reading.plain(cell(at)))
            .unwrap_or_default(),
        ..Item::default()
    })
}

/// Which answers are right: by number (`1,3`), by letter (`A, C`), or by their own words; and, where it can
/// be read as another one's words, too, the place of that one.
fn right(correct: &str, answers: &[&str]) -> (Vec<usize>, Option<usize>) {
    let same = |fold: fn(&str) -> String| {
        let correct = fold(correct);
        answers
            .iter()
            .position(|answer| !answer.is_empty() && fold(answer) == correct)
    };
    let whole = same(|text| text.trim().to_owned()).or_else(|| same(folding::answer));
    let folded = folding::structure(correct);
    // Spreadsheets write a number as 1.0.
    let number = super::answers::number(&folded).filter(|number| number.fract() == 0.0);
    let parts: Vec<String> = match number {
        Some(number) => vec![number.to_string()],
        None => folded
            .split([',', '、', ';', ' ', '\n', '.'])
            .map(|part| part.trim_end_matches(')').to_owned())
            .filter(|part| !part.is_empty())
            .collect(),
    };
    let place = |part: &String| -> Option<usize> {
        let mut letters = part.chars();
        let at = match (letters.next(), letters.next(), part.parse::<usize>()) {
            (_, _, Ok(number)) => number.checked_sub(1)?,
            (Some(letter), None, _) if letter.is_ascii_alphabetic() => {
                usize::from(u8::try_from(letter.to_ascii_uppercase()).ok()? - b'A')
            }
            _ => return None,
        };
        answers.get(at).filter(|answer| !answer.is_empty()).map(|_| at)
    };
    let places: Vec<usize> = parts.iter().filter_map(place).collect();
    if !parts.is_empty() && places.len() == parts.len() {
        let otherwise = whole.filter(|whole| places != [*whole]);
        return (places, otherwise);
    }
    (whole.into_iter().collect(), None)
}
