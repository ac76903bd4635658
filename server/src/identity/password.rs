//! Passwords: argon2id, off the async threads, as many at once as there are cores. Each takes 19 MB and a
//! core: without a gate, three hundred sign-ins at once took the memory of everybody else.

use std::sync::{
    LazyLock,
    atomic::{AtomicUsize, Ordering},
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

/// The fewest characters a new password may have (NIST SP 800-63B-4 for a password with a rate limit).
const SHORTEST: usize = 8;

/// Notes the field when the password is too short or one that everybody tries first.
pub fn check(problems: &mut Problems, field: &'static str, password: &str, name: &str) {
    const COMMON: [&str; 8] = [
        "password",
        "12345678",
        "123456789",
        "1234567890",
        "qwertyui",
        "11111111",
        "password1",
        "abcdefgh",
    ];
    if password.chars().count() < SHORTEST {
        problems.add(
            field,
            format!("{SHORTEST}文字以上にしてください。"),
            format!("Please use at least {SHORTEST} characters."),
        );
    } else if COMMON.contains(&password.to_lowercase().as_str()) || password == name {
        problems.add(
            field,
            "かんたんに当てられてしまいます。ほかのものにしてください。",
            "This one is easy to guess. Please choose another.",
        );
    }
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

/// The hash of a new password; fails at the field `new` when it is too short or easy to guess.
pub(super) async fn new_hash(new: &str, name: &str) -> Result<String> {
    let mut problems = Problems::new();
    check(&mut problems, "new", new, name);
    problems.done()?;
    hash(new.to_owned()).await
}

#[cfg(test)]
mod tests {
    use super::*;

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
