//! The preview for authors: the courses of a folder as they are this moment, wrong files too, with each
//! problem in the page at its place. Nothing is published; what people do in it is thrown away.

use std::{
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
    sync::{Arc, OnceLock, PoisonError, RwLock},
    time::Duration,
};

use domain::{
    catalog::{
        Block, Course, Diagnostic, ParseCache, QuestionText, Severity, SourceFiles, SourceFolder,
        parse_course_with, parse_courses_with,
    },
    html::escape,
    identity::Role,
};
use notify::{RecursiveMode, Watcher};
use tokio::sync::{mpsc, watch};
use uuid::Uuid;

use super::{Catalog, Problem, Revision, RuleRevision, folder, highlight, search};
use crate::{
    Error, Result, Services, db,
    identity::invitations::{NewPerson, create_by_operator},
};

/// How long a save may take an editor, which writes in several steps.
const REST: Duration = Duration::from_millis(25);

/// Whose eyes one may look with: the role, and the name of the person made for it.
const EYES: [(Role, &str); 3] = [
    (Role::Learner, "見本の学ぶ人"),
    (Role::Instructor, "見本の先生"),
    (Role::Coordinator, "見本のコーディネーター"),
];

/// A running preview.
pub struct Preview {
    folder: PathBuf,
    /// Counts the times the folder was read.
    changed: watch::Sender<u64>,
    problems: RwLock<Arc<Vec<Problem>>>,
    /// The files as they were read last: a save costs the file that was saved.
    cache: ParseCache,
    people: OnceLock<Vec<(Role, Uuid)>>,
}

impl Preview {
    /// A preview of a folder, not read yet.
    pub fn new(folder: PathBuf) -> Preview {
        Preview {
            folder,
            changed: watch::Sender::new(0),
            problems: RwLock::default(),
            cache: ParseCache::default(),
            people: OnceLock::new(),
        }
    }

    /// Tells when the folder was read again.
    pub fn listen(&self) -> watch::Receiver<u64> {
        self.changed.subscribe()
    }

    /// Waits until the folder was read once: before, nothing is known of it.
    pub async fn read_once(&self) {
        let mut changed = self.listen();
        // The sender lives as long as this.
        let _ = changed.wait_for(|times| *times > 0).await;
    }

    /// The page to begin with: the course, when there is one only; else the list of them.
    pub fn first_page(&self, catalog: &Catalog) -> String {
        match catalog.courses().as_slice() {
            [one] => format!("/courses/{}", one.course.id),
            _ => "/courses".to_owned(),
        }
    }

    /// Every problem of every file.
    pub fn problems(&self) -> Arc<Vec<Problem>> {
        self.problems
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// The person made for looking with the eyes of a role.
    pub fn person(&self, role: Role) -> Option<Uuid> {
        let people = self.people.get()?;
        people
            .iter()
            .find(|(of, _)| *of == role)
            .map(|(_, person)| *person)
    }
}

/// Makes the people of a preview, reads its folder, and then again whenever something in it changes.
/// Never ends.
pub async fn run(services: Arc<Services>) -> Result<()> {
    let Some(preview) = services.preview.clone() else {
        return Ok(());
    };
    let mut people = Vec::new();
    for (role, name) in EYES {
        let new = NewPerson {
            name: name.to_owned(),
            email: role.code().to_owned(),
            password: Uuid::new_v4().to_string(),
            ..NewPerson::default()
        };
        let id = create_by_operator(&services, new, domain::Lang::Ja, &[role]).await?;
        people.push((role, id));
    }
    let _ = preview.people.set(people);

    let (saved, mut saves) = mpsc::channel::<()>(1);
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        if event.is_ok_and(|event| !event.kind.is_access()) {
            let _ = saved.try_send(());
        }
    })
    .map_err(Error::unexpected)?;
    watcher
        .watch(&preview.folder, RecursiveMode::Recursive)
        .map_err(Error::unexpected)?;
    loop {
        let (read, preview) = (services.clone(), preview.clone());
        tokio::task::spawn_blocking(move || preview.read(&read.catalog))
            .await
            .map_err(Error::unexpected)??;
        search::renew_preview(&services).await;
        if saves.recv().await.is_none() {
            return Ok(());
        }
        tokio::time::sleep(REST).await;
        while saves.try_recv().is_ok() {}
    }
}

impl Preview {
    /// Reads the folder and shows what is in it.
    fn read(&self, catalog: &Catalog) -> Result<()> {
        let folder = whole_folder(&self.folder)?;
        let mut parsed = parse_courses_with(&folder, Some(db::now().date_naive()), Some(&self.cache));
        parsed.add_style(&folder);
        let mut problems = Vec::new();
        for (name, files) in &folder.courses {
            let Some(read) = parsed.courses.get(name) else {
                continue;
            };
            problems.extend(Problem::all_of(&read.diagnostics, name, |path| files.get(path)));
            // What could be better stands in the list of problems alone.
            let wrong: Vec<Diagnostic> = read
                .diagnostics
                .iter()
                .filter(|found| found.severity != Severity::Hint)
                .cloned()
                .collect();
            let hash = seen(files, &wrong);
            if read
                .course
                .as_ref()
                .is_none_or(|course| catalog.course(&course.id).is_ok_and(|live| live.hash == hash))
            {
                continue;
            }
            // Problems that other files make are seen with their page all the same.
            let course = if wrong.is_empty() {
                read.course.clone()
            } else {
                marked(files, &wrong, &self.cache)
            };
            if let Some(mut course) = course {
                highlight::course(&mut course);
                catalog.show(Revision { hash, course });
            }
        }
        for (path, rule) in &parsed.rules {
            let bytes = folder.rules.get(path);
            problems.extend(Problem::all_of(&rule.diagnostics, "readiness", |_| bytes));
            if let Some(rule) = &rule.rule {
                catalog.show_rule(RuleRevision {
                    hash: "preview".to_owned(),
                    rule: rule.clone(),
                });
            }
        }
        problems.extend(Problem::all_of(&parsed.glossary, "", |_| {
            folder.glossary.as_deref()
        }));
        catalog.show_terms(parsed.terms);
        *self.problems.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(problems);
        self.changed.send_modify(|count| *count += 1);
        Ok(())
    }
}

/// What a course looks like: its files, and the problems that its pages show.
fn seen(files: &SourceFiles, wrong: &[Diagnostic]) -> String {
    let mut hasher = DefaultHasher::new();
    for (path, bytes) in &files.0 {
        (path, bytes).hash(&mut hasher);
    }
    for problem in wrong {
        (problem.code, &problem.path, &problem.span, &problem.message.en).hash(&mut hasher);
    }
    format!("{:016x}", hasher.finish())
}

/// The courses folder, or the folder of one course as if it stood alone in one.
fn whole_folder(root: &Path) -> Result<SourceFolder> {
    let one = root.join("course.toml").exists();
    let (Some(parent), Some(name)) = (root.parent().filter(|_| one), root.file_name()) else {
        return Ok(folder::read(root)?.folder());
    };
    let parent = if parent.as_os_str().is_empty() {
        Path::new(".")
    } else {
        parent
    };
    let mut read = folder::read(parent)?.folder();
    let name = name.to_string_lossy();
    read.courses.retain(|course, _| *course == name);
    read.rules = SourceFiles::default();
    Ok(read)
}

/// The course with each problem of a lesson or quiz in its text, after the block it is in.
fn marked(files: &SourceFiles, problems: &[Diagnostic], cache: &ParseCache) -> Option<Course> {
    let mut files = files.clone();
    let mut boxes = Vec::new();
    // From the last to the first, so that places before stay true.
    for problem in problems.iter().rev() {
        let Some(text) = files
            .get(&problem.path)
            .and_then(|bytes| std::str::from_utf8(bytes).ok())
        else {
            continue;
        };
        if !problem.path.ends_with(".md") {
            continue;
        }
        let place = after_block(text, problem.span.end);
        let sign = sign(boxes.len());
        let text = format!("{}\n\n{sign}\n\n{}", &text[..place], &text[place..]);
        boxes.push(problem_box(problem, files.get(&problem.path)));
        files.0.insert(problem.path.clone(), text.into_bytes());
    }
    let mut course = parse_course_with(&files, Some(cache)).course?;
    each_html(&mut course, &mut |html| {
        if html.contains(SIGN.0) {
            *html = with_boxes(html, &boxes);
        }
    });
    Some(course)
}

/// The HTML with each sign replaced by its box; in one walk, as there may be many of both.
fn with_boxes(html: &str, boxes: &[String]) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find(SIGN.0) {
        let digits = &rest[at + SIGN.0.len_utf8()..];
        let Some(end) = digits.find(SIGN.1) else { break };
        let number = digits[..end].chars().try_fold(0_usize, |number, digit| {
            let digit = (digit as u32).checked_sub(DIGITS).filter(|digit| *digit < 10)?;
            number.checked_mul(10)?.checked_add(digit as usize)
        });
        let after = &digits[end + SIGN.1.len_utf8()..];
        let (mut before, mut after) = (&rest[..at], after);
        // A sign is a paragraph of its own where the problem stands between blocks.
        if let (Some(b), Some(a)) = (before.strip_suffix("<p>"), after.strip_prefix("</p>")) {
            (before, after) = (b, a);
        }
        out.push_str(before);
        out.push_str(
            number
                .and_then(|number| boxes.get(number))
                .map_or("", String::as_str),
        );
        rest = after;
    }
    out.push_str(rest);
    out
}

/// What stands around the number of a problem, and what its digits begin with.
const SIGN: (char, char) = ('\u{E0FF}', '\u{E0FE}');
const DIGITS: u32 = 0xE130;

/// A word that no course holds, in letters of the private use area.
fn sign(number: usize) -> String {
    let digits = number.to_string();
    let digits = digits
        .bytes()
        .filter_map(|digit| char::from_u32(DIGITS + u32::from(digit - b'0')));
    std::iter::once(SIGN.0).chain(digits).chain([SIGN.1]).collect()
}

/// Where the block around a byte ends: the next empty line outside of code, or the end of the file. In
/// the front matter, its end.
fn after_block(text: &str, at: usize) -> usize {
    let mut start = 0;
    let (mut code, mut front) = (false, false);
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim();
        if start == 0 && trimmed.trim_start_matches('\u{feff}') == "+++" {
            front = true;
        } else if front && trimmed == "+++" {
            front = false;
            if at <= start + line.len() {
                return start + line.len();
            }
        } else if trimmed.starts_with("```") || trimmed.starts_with("~~~") {
            code = !code;
        } else if trimmed.is_empty() && !code && !front && start >= at {
            return start;
        }
        start += line.len();
    }
    text.len()
}

fn problem_box(problem: &Diagnostic, bytes: Option<&[u8]>) -> String {
    let shown = Problem::of(problem, "", bytes);
    let class = match problem.severity {
        Severity::Error => "problem fault",
        Severity::Warning | Severity::Hint => "problem",
    };
    let mut html = format!(
        "<div class=\"{class}\" role=\"note\" id=\"problem-{}-{}\">",
        problem.span.start, problem.code
    );
    html.push_str(&format!(
        "<p><strong>{}</strong> <span lang=\"ja\">{}</span> <span lang=\"en\">{}</span></p>",
        problem.code,
        escape(&problem.message.ja),
        escape(&problem.message.en)
    ));
    if let Some(place) = &shown.place {
        html.push_str(&format!(
            "<p class=\"soft\">{}:{}:{}</p><pre><code>{}<mark>{}</mark>{}\n{}</code></pre>",
            escape(&problem.path),
            place.line,
            place.column,
            escape(&place.before),
            escape(&place.marked),
            escape(&place.after),
            place.carets()
        ));
    }
    if let Some(help) = &problem.help {
        html.push_str(&format!(
            "<p><span lang=\"ja\">{}</span> <span lang=\"en\">{}</span></p>",
            escape(&help.ja),
            escape(&help.en)
        ));
    }
    html.push_str("</div>");
    html
}

/// Every piece of HTML of a course.
fn each_html(course: &mut Course, change: &mut impl FnMut(&mut String)) {
    let question = |text: &mut QuestionText, change: &mut dyn FnMut(&mut String)| {
        change(&mut text.body_html);
        for choice in text.choices.values_mut() {
            change(&mut choice.html);
            choice.feedback_html.iter_mut().for_each(&mut *change);
        }
        text.hints.iter_mut().for_each(&mut *change);
        text.explanation_html.iter_mut().for_each(&mut *change);
    };
    for lesson in course.lessons.values_mut() {
        for block in lesson.texts.values_mut().flat_map(|text| &mut text.blocks) {
            match block {
                Block::Html(html) => change(html),
                Block::Question(_) => {}
            }
        }
        for text in lesson
            .questions
            .values_mut()
            .flat_map(|asked| asked.texts.values_mut())
        {
            question(text, change);
        }
    }
    for quiz in course.quizzes.values_mut() {
        for text in quiz.texts.values_mut() {
            change(&mut text.intro_html);
        }
        for text in quiz
            .questions
            .iter_mut()
            .flat_map(|asked| asked.texts.values_mut())
        {
            question(text, change);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COURSE: &str = "id = \"c\"\ntitle = \"c\"\nsummary = \"c\"\nlanguages = [\"ja\"]\nhours = 1\n\n[[unit]]\nid = \"u\"\ntitle = \"u\"\nitems = [\"a\"]\n";

    fn shown(lesson: &str) -> Vec<Block> {
        let files = SourceFiles::from_iter([
            ("course.toml", COURSE.as_bytes().to_vec()),
            ("a.ja.md", lesson.as_bytes().to_vec()),
        ]);
        let problems = parse_course_with(&files, None).diagnostics;
        assert!(!problems.is_empty());
        let course = marked(&files, &problems, &ParseCache::default()).unwrap();
        course.lessons["a"].texts[&domain::Lang::Ja].blocks.clone()
    }

    #[test]
    fn a_problem_stands_after_its_block() {
        let blocks = shown("+++\ntitle = \"t\"\n+++\n\n一つめ [x](nowhere.md)\n\n二つめ\n");
        let [Block::Html(html)] = blocks.as_slice() else {
            panic!("{blocks:?}")
        };
        let (first, problem, second) = (html.find("一つめ"), html.find("K0303"), html.find("<p>二つめ"));
        assert!(first < problem && problem < second, "{html}");
        assert!(html.contains("<mark>nowhere.md</mark>"), "{html}");
    }

    #[test]
    fn a_problem_of_the_front_matter_stands_at_the_top() {
        let blocks = shown("+++\ntitle = \"t\"\nminuts = 3\n+++\n\n本文\n");
        let [Block::Html(html)] = blocks.as_slice() else {
            panic!("{blocks:?}")
        };
        assert!(html.find("K0103") < html.find("本文"), "{html}");
    }

    #[test]
    fn a_problem_in_code_stands_below_the_code() {
        let text = "+++\n+++\n\n```\na\n\nb\n```\n\nend\n";
        let at = text.find('a').unwrap();
        assert!(text[..after_block(text, at)].ends_with("```\n"));
        assert_eq!(after_block(text, text.len()), text.len());
    }
}
