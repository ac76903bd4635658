//! Enums whose values are stored, sent and written in addresses as words.

/// A word that is none of an enum's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownWord {
    /// The enum.
    pub of: &'static str,
    /// The word.
    pub word: String,
}

impl std::fmt::Display for UnknownWord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?} is no {}", self.word, self.of)
    }
}

impl std::error::Error for UnknownWord {}

/// Defines an enum with the word of each value: `Present = "present"`. The word is the only form it
/// has outside the program: `code` and `Display` give it, `FromStr` and serde read it and refuse any
/// other, and with the feature `database` a column holds it; an unknown word in a column is an error
/// of the query. `ALL` has every value in the order they are written in.
///
/// ```
/// domain::coded_enum! {
///     /// How light it is.
///     pub enum Light {
///         /// The sun is up.
///         Day = "day",
///         /// The sun is down.
///         Night = "night",
///     }
/// }
///
/// assert_eq!("night".parse(), Ok(Light::Night));
/// assert_eq!(Light::ALL.map(Light::code), ["day", "night"]);
/// assert_eq!("noon".parse::<Light>().unwrap_err().to_string(), r#""noon" is no Light"#);
/// ```
#[macro_export]
macro_rules! coded_enum {
    (
        $(#[$meta:meta])*
        $vis:vis enum $name:ident {
            $($(#[$variant_meta:meta])* $variant:ident = $word:literal),+ $(,)?
        }
    ) => {
        $crate::__stored_as_text! {
            $(#[$meta])*
            #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
            $vis enum $name {
                $($(#[$variant_meta])* $variant,)+
            }
        }

        impl $name {
            /// Every value.
            $vis const ALL: [$name; [$($word),+].len()] = [$($name::$variant),+];

            /// The word that stands for it outside the program.
            $vis const fn code(self) -> &'static str {
                match self {
                    $($name::$variant => $word,)+
                }
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.code())
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = $crate::UnknownWord;

            fn from_str(word: &str) -> ::std::result::Result<Self, $crate::UnknownWord> {
                match word {
                    $($word => Ok($name::$variant),)+
                    other => Err($crate::UnknownWord {
                        of: stringify!($name),
                        word: other.to_owned(),
                    }),
                }
            }
        }

        impl $crate::__serde::Serialize for $name {
            fn serialize<S: $crate::__serde::Serializer>(&self, to: S) -> ::std::result::Result<S::Ok, S::Error> {
                to.serialize_str(self.code())
            }
        }

        impl<'de> $crate::__serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::__serde::Deserializer<'de>>(from: D) -> ::std::result::Result<Self, D::Error> {
                struct Word;

                impl $crate::__serde::de::Visitor<'_> for Word {
                    type Value = $name;

                    fn expecting(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                        f.write_str(concat!("a ", stringify!($name)))
                    }

                    fn visit_str<E: $crate::__serde::de::Error>(self, word: &str) -> ::std::result::Result<$name, E> {
                        word.parse()
                            .map_err(|_| E::unknown_variant(word, &[$($word),+]))
                    }
                }

                from.deserialize_str(Word)
            }
        }
    };
}

#[cfg(feature = "database")]
#[doc(hidden)]
#[macro_export]
macro_rules! __stored_as_text {
    ($(#[$meta:meta])* $vis:vis enum $name:ident $body:tt) => {
        $(#[$meta])*
        #[derive(sea_orm::DeriveValueType)]
        #[sea_orm(value_type = "String", column_type = "Text")]
        $vis enum $name $body

        impl sea_orm::TryFromU64 for $name {
            fn try_from_u64(_: u64) -> ::std::result::Result<Self, sea_orm::DbErr> {
                Err(sea_orm::DbErr::ConvertFromU64(stringify!($name)))
            }
        }
    };
}

#[cfg(not(feature = "database"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __stored_as_text {
    ($item:item) => {
        $item
    };
}
