//! The courses that come with the product: enough of everything, and tests that cannot be guessed.

use std::path::Path;

use domain::{
    Lang,
    catalog::{
        Block, Course, ParsedFolder, QuestionKind, Quiz, SourceFiles, SourceFolder, format_course,
        parse_courses,
    },
    identity::Role,
    learning::{Answer, choice_order, draw_paper, grade, percent, right_answer},
};
use http_tests::{Classroom, Database, Person};
use sea_orm::EntityTrait;
use server::learning::tables::attempt;
use uuid::Uuid;

const SEEDS: u64 = 200;

fn root() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../courses")
}

fn read() -> ParsedFolder {
    parse_courses(&sources(), None)
}

fn sources() -> SourceFolder {
    let mut folder = SourceFolder {
        glossary: std::fs::read(root().join("glossary.toml")).ok(),
        ..SourceFolder::default()
    };
    for entry in std::fs::read_dir(root()).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.join("course.toml").exists() {
            folder.courses.insert(name, files(&path));
        } else if name == "readiness" {
            folder.rules = files(&path);
        }
    }
    folder
}

fn files(folder: &Path) -> SourceFiles {
    let mut found = SourceFiles::default();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in std::fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_string_lossy().into_owned();
                found.0.insert(name, std::fs::read(&path).unwrap());
            }
        }
    }
    found
}

fn courses(parsed: &ParsedFolder) -> Vec<&Course> {
    parsed
        .courses
        .iter()
        .map(|(name, parsed)| {
            parsed
                .course
                .as_ref()
                .unwrap_or_else(|| panic!("{name} cannot be read"))
        })
        .collect()
}

fn finals(parsed: &ParsedFolder) -> Vec<(&str, &Quiz)> {
    courses(parsed)
        .into_iter()
        .map(|course| {
            let quiz = course.quizzes.get("final");
            (
                course.id.as_str(),
                quiz.unwrap_or_else(|| panic!("{} has no final test", course.id)),
            )
        })
        .collect()
}

/// The percentage of somebody who gives these answers on the paper of a seed.
fn taken(quiz: &Quiz, seed: u64, answer: impl Fn(&str) -> Option<Answer>) -> f64 {
    let (mut points, mut max) = (0.0, 0.0);
    for asked in draw_paper(quiz, seed) {
        let graded = grade(quiz.question(&asked.id).unwrap(), answer(&asked.id).as_ref());
        points += graded.points;
        max += graded.max;
    }
    percent(points, max)
}

/// What somebody answers who always takes what stands first.
fn first_shown(quiz: &Quiz, id: &str, seed: u64) -> Option<Answer> {
    let question = quiz.question(id).unwrap();
    let order = choice_order(question, seed);
    let first = order.first()?.clone();
    Some(match &question.kind {
        QuestionKind::Match { pairs, .. } => {
            Answer::Pairs(pairs.iter().map(|pair| (pair.clone(), first.clone())).collect())
        }
        QuestionKind::Order { .. } => Answer::Places(order.into_iter().zip(1..).collect()),
        _ => Answer::Choices(vec![first]),
    })
}

#[test]
fn every_course_and_every_rule_is_without_an_error() {
    let parsed = read();
    let errors: Vec<_> = parsed
        .diagnostics()
        .filter(|(_, found)| found.is_error())
        .map(|(folder, found)| format!("{folder}/{}: {:?}", found.path, found.message))
        .collect();
    assert_eq!(errors, Vec::<String>::new());
    let rules = [
        "customer-support-online",
        "data-entry",
        "local-office",
        "office-telework",
    ];
    for rule in rules {
        let path = format!("{rule}.toml");
        let rule = parsed.rules.get(&path).and_then(|rule| rule.rule.as_ref());
        let rule = rule.unwrap_or_else(|| panic!("{path} is not there"));
        for requirement in &rule.require {
            let title = requirement.title.as_ref().unwrap();
            assert!(
                title.ja.is_some() && title.en.is_some(),
                "{path}: {}",
                requirement.id
            );
            let titled = |item: &String| requirement.item_titles.contains_key(item);
            assert!(requirement.items.iter().all(titled), "{path}: {}", requirement.id);
        }
    }
}

#[test]
fn every_course_is_as_fmt_writes_it() {
    for (name, files) in &sources().courses {
        let formatted = format_course(files);
        let changed: Vec<_> = formatted.changed.keys().collect();
        assert!(
            changed.is_empty() && formatted.unclear.is_empty(),
            "{name}: {changed:?} {:?}",
            formatted.unclear
        );
    }
}

#[test]
fn the_key_passes_every_final_test_and_the_first_choice_does_not() {
    let parsed = read();
    for (course, quiz) in finals(&parsed) {
        let (mut sum, mut passed) = (0.0, 0);
        for seed in 0..SEEDS {
            // Seeds as far apart as those that are drawn.
            let seed = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
            let by_key = taken(quiz, seed, |id| right_answer(quiz.question(id).unwrap()));
            assert!(
                (by_key - 100.0).abs() < 1e-9,
                "{course}: the key earns {by_key} %"
            );
            let guessed = taken(quiz, seed, |id| first_shown(quiz, id, seed));
            sum += guessed;
            passed += u64::from(guessed >= f64::from(quiz.pass_percent));
        }
        let mean = sum / SEEDS as f64;
        println!("{course}: first choice {mean:.0} %, passes {passed} of {SEEDS}");
        assert!(
            mean <= f64::from(quiz.pass_percent) / 2.0,
            "{course}: the first choice earns {mean} %"
        );
        assert!(
            passed * 100 <= SEEDS,
            "{course}: the first choice passes {passed} of {SEEDS} times"
        );
    }
}

#[test]
fn every_final_test_draws_from_pools_three_times_as_large() {
    let parsed = read();
    let mut wrong = Vec::new();
    for (course, quiz) in finals(&parsed) {
        if quiz.draw.is_empty() {
            wrong.push(format!("{course}: no pools"));
        }
        for pool in &quiz.draw {
            let size = quiz
                .questions
                .iter()
                .filter(|q| q.tags.contains(&pool.tag))
                .count();
            if size < 3 * pool.count as usize {
                wrong.push(format!(
                    "{course}: draws {} of {size} from {}",
                    pool.count, pool.tag
                ));
            }
        }
        let pools = |question: &&domain::catalog::Question| {
            let pools = quiz.draw.iter().filter(|pool| question.tags.contains(&pool.tag));
            pools.count() != 1
        };
        wrong.extend(
            quiz.questions
                .iter()
                .filter(pools)
                .map(|q| format!("{course}: {} is not in one pool", q.id)),
        );
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn there_are_fifty_lessons_a_quiz_for_each_unit_and_in_each_lesson_all_that_belongs_there() {
    let parsed = read();
    let mut wrong = Vec::new();
    let mut lessons = 0;
    for course in courses(&parsed) {
        lessons += course.lessons.len();
        for unit in &course.units {
            if unit.items.iter().all(|item| item.is_lesson()) {
                wrong.push(format!("{}: unit {} has no quiz", course.id, unit.id));
            }
        }
        for lesson in course.lessons.values() {
            let place = format!("{}/{}", course.id, lesson.id);
            let mut miss = |what: &str| wrong.push(format!("{place}: {what}"));
            if lesson.competences.is_empty() {
                miss("no competence");
            }
            if lesson.questions.len() < 2 {
                miss("fewer than two practice questions");
            }
            for lang in Lang::ALL {
                let Some(text) = lesson.texts.get(&lang) else {
                    miss(&format!("no text in {}", lang.code()));
                    continue;
                };
                let html: String = text
                    .blocks
                    .iter()
                    .filter_map(|block| match block {
                        Block::Html(html) => Some(html.as_str()),
                        Block::Question(_) => None,
                    })
                    .collect();
                if !html.contains("<img") && !html.contains("files/") {
                    miss(&format!("no drawing and no file in {}", lang.code()));
                }
            }
            for question in lesson.questions.values() {
                let (QuestionKind::Single { choices } | QuestionKind::Multiple { choices }) = &question.kind
                else {
                    continue;
                };
                for lang in Lang::ALL {
                    let Some(text) = question.texts.get(&lang) else {
                        continue;
                    };
                    for choice in choices.iter().filter(|choice| !choice.correct) {
                        let said = text
                            .choices
                            .get(&choice.id)
                            .and_then(|it| it.feedback_html.as_ref());
                        if said.is_none() {
                            miss(&format!(
                                "{}: no feedback on {} in {}",
                                question.id,
                                choice.id,
                                lang.code()
                            ));
                        }
                    }
                }
            }
        }
        for (id, quiz) in &course.quizzes {
            for question in &quiz.questions {
                if !question.tags.iter().any(|tag| tag.starts_with("digcomp:")) {
                    wrong.push(format!("{}/{id}: {} has no competence", course.id, question.id));
                }
            }
        }
    }
    assert!(lessons >= 50, "{lessons} lessons");
    assert_eq!(wrong, Vec::<String>::new());
}

/// The fields of the form that a browser without JavaScript sends for an answer.
fn fields(answer: &Answer, order: &[String], pairs: &[String]) -> Vec<(String, String)> {
    match answer {
        Answer::Choices(chosen) => chosen
            .iter()
            .map(|id| ("answer".to_owned(), id.clone()))
            .collect(),
        Answer::Text(typed) | Answer::Number(typed) => vec![("answer".to_owned(), typed.clone())],
        Answer::Blanks(typed) => typed
            .iter()
            .map(|(id, typed)| (format!("blank-{id}"), typed.clone()))
            .collect(),
        Answer::Pairs(chosen) => pairs
            .iter()
            .enumerate()
            .map(|(at, pair)| {
                let place = order.iter().position(|id| *id == chosen[pair]).unwrap();
                (format!("pair-{at}"), place.to_string())
            })
            .collect(),
        Answer::Places(places) => order
            .iter()
            .enumerate()
            .map(|(at, step)| (format!("step-{at}"), places[step].to_string()))
            .collect(),
        Answer::Files(_) => Vec::new(),
    }
}

/// Starts the final test of a course, answers every question of the paper and hands it in.
async fn take(classroom: &Classroom, learner: &Person, course: &str, right: bool) -> f64 {
    let revision = classroom.services.catalog.course(course).unwrap();
    let quiz = &revision.course.quizzes["final"];
    let path = format!("/courses/{course}/quizzes/final");
    let place = learner.post(&path, &[]).await.expect(303).location().to_owned();
    let id: Uuid = place.trim_start_matches("/attempts/").parse().unwrap();
    let row = async || {
        let row = attempt::Entity::find_by_id(id)
            .one(classroom.services.db.read())
            .await;
        row.unwrap().unwrap()
    };
    let seed = row().await.seed.cast_unsigned();
    for (at, asked) in draw_paper(quiz, seed).iter().enumerate() {
        let question = quiz.question(&asked.id).unwrap();
        let answer = if right {
            right_answer(question)
        } else {
            first_shown(quiz, &asked.id, seed)
        };
        let Some(answer) = answer else { continue };
        let pairs = match &question.kind {
            QuestionKind::Match { pairs, .. } => pairs.as_slice(),
            _ => &[],
        };
        let number = (at + 1).to_string();
        let own = fields(&answer, &asked.choice_order, pairs);
        let mut form = vec![
            ("question", asked.id.as_str()),
            ("number", &number),
            ("do", "next"),
        ];
        form.extend(own.iter().map(|(name, value)| (name.as_str(), value.as_str())));
        learner.post(&place, &form).await.expect(303);
    }
    learner.post(&place, &[("do", "submit")]).await.expect(303);
    let percent = row().await.percent.unwrap();
    let passed = percent >= f64::from(quiz.pass_percent);
    let said = if passed { "You passed." } else { "Not yet." };
    learner.get(&place).await.expect(200).shows(said);
    percent
}

#[tokio::test]
async fn every_final_test_is_taken_in_the_classroom_once_by_key_and_once_by_the_first_choice() {
    let classroom = Classroom::new(Database::Sqlite).await;
    classroom.add_curriculum().await;
    let learner = classroom.person("Sato", &[Role::Learner]).await;
    for course in courses(&read()) {
        // A paper in a thousand is passed by luck; three papers in a row are not.
        let mut guessed = Vec::new();
        while guessed.len() < 3 && guessed.iter().all(|percent| *percent >= 80.0) {
            guessed.push(take(&classroom, &learner, &course.id, false).await);
        }
        assert!(
            guessed.iter().any(|percent| *percent < 80.0),
            "{}: the first choice earns {guessed:?} %",
            course.id
        );
        let percent = take(&classroom, &learner, &course.id, true).await;
        assert!(
            (percent - 100.0).abs() < 1e-9,
            "{}: the key earns {percent} %",
            course.id
        );
    }
}
