package org.countersign.dispatch;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * How a message went out.
 *
 * @param providerReference what the provider calls it in its receipts; may be empty
 * @param sender who it said it was from; empty where the provider chose
 * @param price what it was estimated to cost; empty where nobody said
 */
record Carried(String channel, String providerReference, String sender, Optional<BigDecimal> price) {}
