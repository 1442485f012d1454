package org.countersign.smart;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.EllipticCurve;
import javax.crypto.KeyAgreement;

/** The public key of a private one, which a PEM file need not hold. */
final class PublicPoint {

    private PublicPoint() {}

    /**
     * The JDK does not compute it; but what a key agrees on with the generator is its x (RFC 6090 §4), and the y is the one
     * by which a signature of the key is valid.
     */
    static ECPublicKey of(ECPrivateKey key) throws GeneralSecurityException {
        ECParameterSpec parameters = key.getParams();
        if (!(parameters.getCurve().getField() instanceof ECFieldFp field)
                || !field.getP().testBit(0)
                || !field.getP().testBit(1)) {
            throw new InvalidKeyException("A curve of another kind");
        }
        KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
        agreement.init(key);
        agreement.doPhase(at(parameters.getGenerator(), parameters), true);
        BigInteger x = new BigInteger(1, agreement.generateSecret());
        BigInteger y = y(x, parameters.getCurve(), field.getP());
        ECPublicKey one = at(new ECPoint(x, y), parameters);
        return verifies(one, key) ? one : at(new ECPoint(x, field.getP().subtract(y)), parameters);
    }

    /** A root of x³ + ax + b: its power of (p + 1) / 4, since p is 3 modulo 4. */
    private static BigInteger y(BigInteger x, EllipticCurve curve, BigInteger p) {
        BigInteger square = x.modPow(BigInteger.valueOf(3), p)
                .add(curve.getA().multiply(x))
                .add(curve.getB())
                .mod(p);
        return square.modPow(p.add(BigInteger.ONE).shiftRight(2), p);
    }

    private static boolean verifies(ECPublicKey candidate, ECPrivateKey key) throws GeneralSecurityException {
        byte[] text = {1};
        Signature signature = Signature.getInstance("SHA384withECDSA");
        signature.initSign(key);
        signature.update(text);
        byte[] signed = signature.sign();
        signature.initVerify(candidate);
        signature.update(text);
        return signature.verify(signed);
    }

    private static ECPublicKey at(ECPoint point, ECParameterSpec parameters) throws GeneralSecurityException {
        return (ECPublicKey) KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(point, parameters));
    }
}
