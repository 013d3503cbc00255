// Slots that are not drawn because of what was drawn before.

/// Takes the penalty off the logits z, (slots, lanes), of the slots that the rules do not allow.
///
/// words: (count, wordsPerRow), what the records have so far. known: (slots, lanes) or NULL; lanes in which
/// something is known of this column are left alone, see evidence.h.
NOINLINE void apply_rules(const struct made_rule *rules, int32_t ruleCount, const uint64_t *words,
                          ptrdiff_t wordsPerRow, int32_t count, int32_t slots, const float *known,
                          float *z, ptrdiff_t lanes) {
  for (int32_t r = 0; r < ruleCount; r++) {
    const struct made_rule *rule = rules + r;
    for (int32_t lane = 0; lane < count; lane++) {
      if (known != NULL && known[lane] >= 0) continue;
      const uint64_t *row = words + lane * wordsPerRow;
      int32_t slot = 0;
      while (slot < rule->slots - 1) {
        int32_t bit = rule->partner + slot;
        if (row[bit / 64] >> (bit % 64) & 1) break;
        slot++;
      }
      const uint8_t *allowed = rule->allowed + (ptrdiff_t)slot * slots;
      for (int32_t k = 0; k < slots; k++) {
        if (!allowed[k]) z[k * lanes + lane] -= rule->penalty;
      }
    }
  }
}
