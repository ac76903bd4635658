//! What a device and its line at home were measured to be, and what that is enough for. The numbers come
//! from the browser; what follows from them is decided here, the same for every page.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::problem::Problem;
use crate::readiness::HomeLimits;

crate::coded_enum! {
    /// What is looked at.
    pub enum Measure {
        /// The camera's picture.
        Camera = "camera",
        /// The microphone's level.
        Microphone = "microphone",
        /// The loudspeaker's sound, as the person heard it.
        Speaker = "speaker",
        /// The line to the classroom's server.
        Line = "line",
        /// Browser and system.
        Browser = "browser",
        /// The size of the screen.
        Screen = "screen",
        /// Whether pages come encrypted.
        Secure = "secure",
    }
}

/// What was measured, as the browser tells it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "lowercase", deny_unknown_fields)]
pub enum Value {
    /// The camera's picture.
    Camera {
        /// Pixels across.
        width: u32,
        /// Pixels down.
        height: u32,
        /// How bright the picture is on average, 0–255.
        brightness: f64,
    },
    /// The microphone's loudest moment within five seconds.
    Microphone {
        /// 0 is silence, 1 the loudest.
        peak: f64,
        /// Whether the person heard the own voice played again.
        heard: bool,
    },
    /// A sound that was played.
    Speaker {
        /// Whether the person heard it.
        heard: bool,
    },
    /// The line.
    Line(Line),
    /// Nothing beyond what the browser says of itself with each request.
    Browser {},
    /// The screen.
    Screen {
        /// Points across.
        width: u32,
        /// Points down.
        height: u32,
    },
    /// Whether pages come encrypted.
    Secure {
        /// Whether they do.
        https: bool,
    },
    /// It could not be measured.
    Failed {
        /// What was to be measured.
        measure: Measure,
        /// Why.
        problem: Problem,
    },
}

/// The numbers of a line.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// Megabits a second towards the person.
    pub down: f64,
    /// Megabits a second from the person.
    pub up: f64,
    /// Milliseconds until an answer begins, the middle of several.
    pub latency: f64,
    /// Milliseconds by which one answer differs from the next, on average.
    pub jitter: f64,
    /// Percent of short requests that were not answered in time, 0–100.
    pub loss: f64,
}

/// What is needed.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Megabits a second towards the person, at least.
    pub down: f64,
    /// Megabits a second from the person, at least.
    pub up: f64,
    /// Milliseconds until an answer begins, at most.
    pub latency: f64,
    /// Milliseconds of jitter, at most.
    pub jitter: f64,
    /// Percent lost, at most.
    pub loss: f64,
    /// Points across the screen, at least.
    pub screen_width: u32,
    /// Points down the screen, at least.
    pub screen_height: u32,
}

impl Limits {
    /// The limits of a rule's checklist; what it does not say is as usual.
    pub fn of(wanted: Option<&HomeLimits>) -> Limits {
        let usual = Limits::USUAL;
        let Some(wanted) = wanted else { return usual };
        let or = |wanted: Option<u32>, usual: f64| wanted.map_or(usual, f64::from);
        Limits {
            down: or(wanted.down, usual.down),
            up: or(wanted.up, usual.up),
            latency: or(wanted.latency, usual.latency),
            jitter: or(wanted.jitter, usual.jitter),
            loss: or(wanted.loss, usual.loss),
            screen_width: wanted.screen_width.unwrap_or(usual.screen_width),
            screen_height: wanted.screen_height.unwrap_or(usual.screen_height),
        }
    }

    /// What a call with picture and ordinary office work over the line need. Services for calls ask for 3 to
    /// 4 Mbit/s each way for a group with picture; ten leave room for others at home.
    pub const USUAL: Limits = Limits {
        down: 10.0,
        up: 3.0,
        latency: 150.0,
        jitter: 40.0,
        loss: 2.0,
        screen_width: 1280,
        screen_height: 720,
    };
}

/// The smallest picture of a camera, in pixels down.
const PICTURE: u32 = 480;
/// The darkest picture, of 255.
const BRIGHTNESS: f64 = 40.0;
/// The softest voice, of 1.
const PEAK: f64 = 0.05;

impl Value {
    /// What this is about.
    pub fn measure(&self) -> Measure {
        match self {
            Value::Camera { .. } => Measure::Camera,
            Value::Microphone { .. } => Measure::Microphone,
            Value::Speaker { .. } => Measure::Speaker,
            Value::Line(_) => Measure::Line,
            Value::Browser {} => Measure::Browser,
            Value::Screen { .. } => Measure::Screen,
            Value::Secure { .. } => Measure::Secure,
            Value::Failed { measure, .. } => *measure,
        }
    }

    /// Whether every number is one that can be measured.
    pub fn is_possible(&self) -> bool {
        let number = |value: f64, most: f64| value.is_finite() && (0.0..=most).contains(&value);
        match self {
            Value::Camera {
                width,
                height,
                brightness,
            } => (1..=20_000).contains(width) && (1..=20_000).contains(height) && number(*brightness, 255.0),
            Value::Microphone { peak, .. } => number(*peak, 10.0),
            Value::Line(line) => {
                number(line.down, 100_000.0)
                    && number(line.up, 100_000.0)
                    && number(line.latency, 60_000.0)
                    && number(line.jitter, 60_000.0)
                    && number(line.loss, 100.0)
            }
            Value::Screen { width, height } => {
                (1..=100_000).contains(width) && (1..=100_000).contains(height)
            }
            Value::Speaker { .. } | Value::Browser {} | Value::Secure { .. } | Value::Failed { .. } => true,
        }
    }

    /// What is not in order; nothing where all is. `agent` is what the browser says of itself.
    pub fn problems(&self, limits: &Limits, agent: &str, today: NaiveDate) -> Vec<Problem> {
        let mut found = Vec::new();
        let mut unless = |fine: bool, problem: Problem| {
            if !fine {
                found.push(problem);
            }
        };
        match self {
            Value::Camera {
                height, brightness, ..
            } => {
                unless(*height >= PICTURE, Problem::SmallPicture);
                unless(*brightness >= BRIGHTNESS, Problem::Dark);
            }
            Value::Microphone { peak, heard } => {
                unless(*peak >= PEAK, Problem::Silent);
                unless(*heard, Problem::NotHeard);
            }
            Value::Speaker { heard } => unless(*heard, Problem::NotHeard),
            Value::Line(line) => {
                unless(line.down >= limits.down, Problem::SlowDown);
                unless(line.up >= limits.up, Problem::SlowUp);
                unless(line.latency <= limits.latency, Problem::Late);
                unless(line.jitter <= limits.jitter, Problem::Unsteady);
                unless(line.loss <= limits.loss, Problem::Lossy);
            }
            Value::Browser {} => found.extend(super::browser::look(agent, today).problem),
            Value::Screen { width, height } => {
                let (long, short) = (*width.max(height), *width.min(height));
                unless(
                    long >= limits.screen_width && short >= limits.screen_height,
                    Problem::SmallScreen,
                );
            }
            Value::Secure { https } => unless(*https, Problem::NotSecure),
            Value::Failed { problem, .. } => found.push(*problem),
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FINE: Line = Line {
        down: 10.0,
        up: 3.0,
        latency: 150.0,
        jitter: 40.0,
        loss: 2.0,
    };

    fn problems(value: Value) -> Vec<Problem> {
        value.problems(&Limits::USUAL, "", NaiveDate::from_ymd_opt(2026, 11, 26).unwrap())
    }

    #[test]
    fn a_number_at_its_limit_is_enough_and_one_beyond_is_not() {
        assert_eq!(problems(Value::Line(FINE)), []);
        for (line, problem) in [
            (Line { down: 9.99, ..FINE }, Problem::SlowDown),
            (Line { up: 2.99, ..FINE }, Problem::SlowUp),
            (
                Line {
                    latency: 150.1,
                    ..FINE
                },
                Problem::Late,
            ),
            (Line { jitter: 40.1, ..FINE }, Problem::Unsteady),
            (Line { loss: 2.1, ..FINE }, Problem::Lossy),
        ] {
            assert_eq!(problems(Value::Line(line)), [problem]);
        }
    }

    #[test]
    fn a_kind_of_work_may_ask_for_more_or_less_than_usual() {
        let wanted = HomeLimits {
            down: Some(20),
            loss: Some(5),
            ..HomeLimits::default()
        };
        let limits = Limits::of(Some(&wanted));
        let today = NaiveDate::from_ymd_opt(2026, 11, 26).unwrap();
        let line = Value::Line(Line { loss: 4.0, ..FINE });
        assert_eq!(line.problems(&limits, "", today), [Problem::SlowDown]);
        assert_eq!(line.problems(&Limits::of(None), "", today), [Problem::Lossy]);
    }

    #[test]
    fn a_screen_may_stand_upright() {
        assert_eq!(
            problems(Value::Screen {
                width: 800,
                height: 1280
            }),
            []
        );
        assert_eq!(
            problems(Value::Screen {
                width: 390,
                height: 844
            }),
            [Problem::SmallScreen]
        );
    }

    #[test]
    fn numbers_that_cannot_be_are_told_from_those_that_can() {
        assert!(Value::Line(FINE).is_possible());
        for down in [-1.0, f64::NAN, f64::INFINITY, 1e9] {
            assert!(!Value::Line(Line { down, ..FINE }).is_possible());
        }
        let brightness = 256.0;
        assert!(
            !Value::Camera {
                width: 640,
                height: 480,
                brightness
            }
            .is_possible()
        );
    }
}
