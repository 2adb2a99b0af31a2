//! Chooses among candidates: a log-linear model over the candidates of one question.
//!
//! Input: for every candidate a list of hashed features. Output: the share of belief in each. Method: weights are bytes in a table of
//! 2^bits rows ([`Model`]), so that sums are exact. Cost: one lookup a feature.

use super::{Model, hash};
use crate::error::Result;

/// Candidates by their features.
#[derive(Clone, Debug, Default)]
pub struct Candidates {
    /// The features of all candidates in a row.
    pub features: Vec<u64>,
    /// One past each candidate's last feature.
    pub ends: Vec<u32>,
}

impl Candidates {
    /// The features of each candidate.
    pub fn iter(&self) -> impl Iterator<Item = &[u64]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, &end)| &self.features[start as usize..end as usize])
    }

    /// The candidate whose features were added last is complete.
    pub fn end_one(&mut self) {
        self.ends.push(self.features.len() as u32);
    }

    /// Forgets all candidates.
    pub fn clear(&mut self) {
        self.features.clear();
        self.ends.clear();
    }
}

/// A trained model.
#[derive(Clone, Debug)]
pub struct Ranker {
    bits: u32,
    scale: f32,
    rows: Vec<i8>,
}

impl Ranker {
    /// Reads a model file; `source` is its name in messages, `name` the model's, `features` the fingerprint of its features.
    ///
    /// # Errors
    /// [`Error::InvalidModel`](crate::Error::InvalidModel) as [`Model::from_bytes`].
    pub fn from_bytes(file: &[u8], source: &str, name: &str, features: u64) -> Result<Self> {
        let model = Model::from_bytes(file, source, name, features)?;
        // One label: a row is one byte.
        let labels = model.labels.len();
        let rows = model.rows.iter().step_by(labels).map(|byte| byte.cast_signed()).collect();
        Ok(Self { bits: model.bits, scale: model.scale, rows })
    }

    /// The same of an embedded file. If it may be missing, a file that cannot be read is told of, and passes for a model that knows
    /// nothing: for the programs that train it anew after a change of the features.
    ///
    /// # Errors
    /// As [`Ranker::from_bytes`], unless it may be missing.
    pub fn from_embedded(file: &[u8], source: &str, name: &str, features: u64, may_be_missing: bool) -> Result<Self> {
        match Self::from_bytes(file, source, name, features) {
            Err(error) if may_be_missing => {
                #[allow(clippy::print_stderr, reason = "for who trains it")]
                {
                    eprintln!("{error}\nuntil it is trained, a model that knows nothing stands in for it");
                }
                Ok(Self { bits: 1, scale: 1.0, rows: vec![0; 2] })
            }
            read => read,
        }
    }

    /// The share of belief in each candidate, summing to 1.
    pub fn shares(&self, candidates: &Candidates) -> Vec<f32> {
        let sums: Vec<i32> = candidates
            .iter()
            .map(|features| features.iter().map(|&feature| i32::from(self.rows[hash::row(feature, self.bits)])).sum())
            .collect();
        let most = sums.iter().copied().max().unwrap_or(0);
        #[allow(clippy::cast_precision_loss, reason = "sums of some forty bytes")]
        let shares: Vec<f32> = sums.iter().map(|&sum| libm::expf((sum - most) as f32 * self.scale)).collect();
        let all: f32 = shares.iter().sum();
        shares.iter().map(|share| share / all).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file() -> Vec<u8> {
        Model {
            name: "toy".to_owned(),
            features: 7,
            labels: vec!["is meant".to_owned()],
            bits: 1,
            scale: 1.0,
            transitions: vec![0; 2],
            filter: Vec::new(),
            rows: vec![0, 1].into(),
            sections: Vec::new(),
        }
        .to_bytes()
    }

    #[test]
    fn believes_in_candidates_by_their_weights() {
        let ranker = Ranker::from_bytes(&file(), "toy.bin", "toy", 7).unwrap();
        let mut candidates = Candidates::default();
        for features in [&[0, u64::MAX][..], &[0][..]] {
            candidates.features.extend(features);
            candidates.end_one();
        }
        let shares = ranker.shares(&candidates);
        assert!((shares[0] - 0.731).abs() < 0.001 && (shares[0] + shares[1] - 1.0).abs() < 1e-6, "{shares:?}");
        candidates.clear();
        assert!(ranker.shares(&candidates).is_empty());
    }

    #[test]
    fn an_outdated_model_passes_for_an_empty_one_only_where_it_is_trained() {
        let file = file();
        assert!(Ranker::from_embedded(&file, "toy.bin", "toy", 8, false).is_err());
        assert!(Ranker::from_embedded(&file, "toy.bin", "toy", 8, true).is_ok_and(|ranker| ranker.rows == [0; 2]));
    }
}
