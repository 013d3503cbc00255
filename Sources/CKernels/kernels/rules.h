// Codes that are not drawn because of what was drawn before.

/// Puts a code into a row whose cell is 0.
INLINE void put_cell(uint8_t *row, const struct made_cell *cell, int64_t code) {
  switch (cell->storage) {
    case MADE_BIT:
      row[cell->offset / 8] = (uint8_t)(row[cell->offset / 8] | (int32_t)code << (cell->offset % 8));
      break;
    case MADE_BYTE: row[cell->offset] = (uint8_t)code; break;
    case MADE_TWO_BYTES: {
      uint16_t two = (uint16_t)code;
      __builtin_memcpy(row + cell->offset, &two, sizeof two);
      break;
    }
    case MADE_FOUR_BYTES: {
      int32_t four = (int32_t)code;
      __builtin_memcpy(row + cell->offset, &four, sizeof four);
      break;
    }
    default: __builtin_memcpy(row + cell->offset, &code, sizeof code);
  }
}

/// The code that a row has.
INLINE int32_t get_cell(const uint8_t *row, const struct made_cell *cell) {
  switch (cell->storage) {
    case MADE_BIT: return row[cell->offset / 8] >> (cell->offset % 8) & 1;
    case MADE_BYTE: return row[cell->offset];
    case MADE_TWO_BYTES: {
      uint16_t two;
      __builtin_memcpy(&two, row + cell->offset, sizeof two);
      return two;
    }
    default: {
      int32_t code;
      __builtin_memcpy(&code, row + cell->offset, sizeof code);
      return code;
    }
  }
}

/// Subtracts the penalty from the logits z, (states, lanes), of the codes that the rules do not allow.
///
/// rows: (count, rowBytes), what has been drawn of the records so far. known: (states, lanes) or NULL; lanes in
/// which something is known of this column are left alone, see evidence.h.
NOINLINE void apply_rules(const struct made_rule *rules, int32_t ruleCount, const uint8_t *rows,
                          ptrdiff_t rowBytes, int32_t count, int32_t states, const float *known,
                          float *z, ptrdiff_t lanes) {
  for (int32_t r = 0; r < ruleCount; r++) {
    const struct made_rule *rule = rules + r;
    for (int32_t lane = 0; lane < count; lane++) {
      if (known != NULL && known[lane] >= 0) continue;
      int32_t code = get_cell(rows + lane * rowBytes, &rule->partner);
      const uint8_t *allowed = rule->allowed + (ptrdiff_t)code * states;
      for (int32_t k = 0; k < states; k++) {
        if (!allowed[k]) z[k * lanes + lane] -= rule->penalty;
      }
    }
  }
}
