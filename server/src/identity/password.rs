//! Passwords: argon2id, off the async threads, as many at once as there are cores. Each takes 19 MB and a
//! core: without a gate, three hundred sign-ins at once took the memory of everybody else.

use std::{
    collections::HashSet,
    sync::{
        LazyLock,
        atomic::{AtomicUsize, Ordering},
    },
};

use argon2::{
    Argon2, PasswordHash, PasswordHasher, PasswordVerifier,
    password_hash::{SaltString, rand_core::OsRng},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use tokio::sync::Semaphore;
use uuid::Uuid;

use super::{
    links,
    tables::{person, sign_in as sign_ins},
};
use crate::{Error, Problems, Result, limits::PASSWORDS_WAITING};

/// One place for each core.
static GATE: LazyLock<Semaphore> =
    LazyLock::new(|| Semaphore::new(std::thread::available_parallelism().map_or(2, usize::from)));

/// How many wait before the gate.
static WAITING: AtomicUsize = AtomicUsize::new(0);

/// A place in the short queue, given back also when the caller goes away.
struct Place;

impl Place {
    fn take() -> Result<Place> {
        if WAITING.fetch_add(1, Ordering::Relaxed) >= PASSWORDS_WAITING {
            WAITING.fetch_sub(1, Ordering::Relaxed);
            return Err(Error::RateLimited(2));
        }
        Ok(Place)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        WAITING.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Runs the work when its turn comes. Fails with [`Error::RateLimited`] when too many wait already.
async fn in_turn<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    let place = Place::take()?;
    let turn = GATE.acquire().await.map_err(Error::unexpected)?;
    drop(place);
    let done = tokio::task::spawn_blocking(move || {
        // Until the work is done, also when nobody waits for it any more.
        let _turn = turn;
        work()
    });
    done.await.map_err(Error::unexpected)
}

/// The fewest characters a new password may have.
const SHORTEST: usize = 10;

/// The most; argon2 reads all of it.
const LONGEST: usize = 200;

/// Passwords that many people have.
static COMMON: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    let list = include_str!("common_passwords.txt").lines();
    list.filter(|line| !line.starts_with('#')).collect()
});

/// A common password with no more than so many other characters around it is a common one.
const AROUND: usize = 5;

/// Keys that stand side by side.
const ROWS: [&str; 4] = ["1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm"];

/// So much must be left of a password when the person's own names are taken out of it.
const BESIDE_NAMES: usize = 6;

/// Notes the field when the password is too short, one that people try first, or little more than one of the
/// person's `own` words: name, reading, sign-in name.
pub fn check(problems: &mut Problems, field: &'static str, password: &str, own: &[&str]) {
    let length = password.chars().count();
    if length < SHORTEST {
        problems.add(
            field,
            format!("{SHORTEST}文字以上にしてください。3 つの言葉をつなげると、長くて覚えやすくなります。"),
            format!("Please use at least {SHORTEST} characters. Three words in a row are long, and easy to remember."),
        );
    } else if length > LONGEST {
        problems.add(
            field,
            format!("{LONGEST}文字までにしてください。"),
            format!("Please use at most {LONGEST} characters."),
        );
    } else if is_own(password, own) {
        problems.add(
            field,
            "自分の名前は、すぐに当てられてしまいます。ほかの言葉にしてください。",
            "Your own name is guessed first. Please choose other words.",
        );
    } else if is_easy(password) {
        problems.add(
            field,
            "よく使われていて、かんたんに当てられてしまいます。ほかのものにしてください。",
            "Many people use this one, and it is easy to guess. Please choose another.",
        );
    }
}

fn is_easy(password: &str) -> bool {
    let small = password.to_lowercase();
    let inner = small.trim_matches(|letter: char| !letter.is_alphabetic());
    let around = small.chars().count() - inner.chars().count();
    let common = COMMON.contains(small.as_str()) || (around <= AROUND && COMMON.contains(inner));
    let letters: Vec<char> = small.chars().collect();
    common || letters.iter().all(char::is_ascii_digit) || repeats(&letters) || runs(&letters)
}

/// Whether it is the same few letters again and again.
fn repeats(letters: &[char]) -> bool {
    (1..=letters.len() / 2).any(|period| letters.iter().zip(&letters[period..]).all(|(a, b)| a == b))
        || letters.iter().collect::<HashSet<_>>().len() <= 3
}

/// Whether nearly every letter follows the one before in the alphabet or on the keyboard.
fn runs(letters: &[char]) -> bool {
    let place = |letter: &char| {
        ROWS.iter()
            .enumerate()
            .find_map(|(row, keys)| Some((row, keys.find(*letter)?)))
    };
    let follows = |a: &char, b: &char| {
        u32::from(*a).abs_diff(u32::from(*b)) <= 1
            || matches!((place(a), place(b)), (Some((x, i)), Some((y, j))) if x == y && i.abs_diff(j) == 1)
    };
    let following = letters
        .windows(2)
        .filter(|pair| follows(&pair[0], &pair[1]))
        .count();
    following * 10 >= letters.len() * 7
}

fn is_own(password: &str, own: &[&str]) -> bool {
    let folded = fold(password);
    own.iter()
        .flat_map(|words| {
            let parts = words.split(|letter: char| !letter.is_alphanumeric());
            parts.chain([*words]).map(fold).collect::<Vec<_>>()
        })
        .filter(|word| word.chars().count() >= 2 && folded.contains(word.as_str()))
        .any(|word| folded.replace(&word, "").chars().count() < BESIDE_NAMES)
}

/// Letters and digits alone, small.
fn fold(text: &str) -> String {
    let letters = text.chars().filter(|letter| letter.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// The argon2id hash of a password.
pub async fn hash(password: String) -> Result<String> {
    in_turn(move || {
        let salt = SaltString::generate(&mut OsRng);
        Argon2::default()
            .hash_password(password.as_bytes(), &salt)
            .map(|hash| hash.to_string())
    })
    .await?
    .map_err(Error::unexpected)
}

/// Whether the password belongs to the hash. Without a hash it takes as long, so that the time tells
/// nobody which people exist.
pub async fn verify(password: String, hash: Option<String>) -> Result<bool> {
    in_turn(move || {
        const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$KvJ4TqpjH8vUdzUh0rYzv0qVcC1yV7mE0gkX7QO0o5I";
        let known = hash.is_some();
        let text = hash.unwrap_or_else(|| NOBODY.to_owned());
        let Ok(parsed) = PasswordHash::new(&text) else { return false };
        Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok() && known
    })
    .await
}

/// Sets a password within a transaction, and ends the sign-ins but one.
pub(super) async fn set(
    tx: &sea_orm::DatabaseTransaction,
    id: Uuid,
    hash: String,
    keep: Option<Uuid>,
) -> Result<()> {
    let change = person::ActiveModel {
        id: Set(id),
        password_hash: Set(Some(hash)),
        ..Default::default()
    };
    change.update(tx).await?;
    links::void_for(tx, id).await?;
    let mut end = sign_ins::Entity::delete_many().filter(sign_ins::Column::PersonId.eq(id));
    if let Some(keep) = keep {
        end = end.filter(sign_ins::Column::Id.ne(keep));
    }
    end.exec(tx).await?;
    Ok(())
}

/// The hash of a person's new password; fails at the field `new` when it is too short or easy to guess.
pub(super) async fn new_hash(new: &str, person: &person::Model) -> Result<String> {
    let mut problems = Problems::new();
    let own = [
        person.name.as_str(),
        person.kana.as_deref().unwrap_or_default(),
        person.email.as_deref().unwrap_or_default(),
    ];
    check(&mut problems, "new", new, &own);
    problems.done()?;
    hash(new.to_owned()).await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(password: &str) -> bool {
        let mut problems = Problems::new();
        check(
            &mut problems,
            "new",
            password,
            &["Hanako Yamada", "やまだ はなこ", "hanako.y"],
        );
        problems.done().is_err()
    }

    #[test]
    fn what_people_try_first_is_refused() {
        for password in [
            "short",
            "ninechars",
            "1234567890",
            "password123",
            "Password1234",
            "qwertyuiop",
            "aaaaaaaaaaaa",
            "abcdefghijkl",
            "iloveyou12",
            "11111111111",
            "1q2w3e4r5t",
            "0312345678",
            "sakurasakura",
            "hanako.yamada",
            "Hanako1950",
            "yamada2026!",
            "やまだはなこやまだ12",
        ] {
            assert!(refused(password), "{password}");
        }
        assert!(refused(&"long".repeat(60)));
    }

    #[test]
    fn words_in_a_row_are_taken() {
        for password in [
            "three words long",
            "tegami-umi-9-kaze",
            "hashi-demo-2026",
            "みかん ふね ゆうびん局",
            "hanako likes pears in autumn",
        ] {
            assert!(!refused(password), "{password}");
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn of_three_hundred_at_once_some_are_answered_and_the_rest_are_told_to_wait() {
        let tries: Vec<_> = (0..300)
            .map(|number| tokio::spawn(verify(format!("guess {number}"), None)))
            .collect();
        let (mut checked, mut told) = (0, 0);
        for task in tries {
            match task.await.unwrap() {
                Ok(right) => {
                    assert!(!right);
                    checked += 1;
                }
                Err(Error::RateLimited(_)) => told += 1,
                Err(error) => panic!("{error}"),
            }
        }
        assert!(checked >= 2 && told > 0, "{checked} checked, {told} told to wait");
        assert!(!verify("later".to_owned(), None).await.unwrap());
    }
}
