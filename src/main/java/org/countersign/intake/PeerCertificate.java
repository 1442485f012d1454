package org.countersign.intake;

import io.netty.handler.ssl.SslHandler;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** The certificate that a sender showed. */
final class PeerCertificate {

    private static final int LONGEST = 500;

    private PeerCertificate() {}

    /** Its subject (RFC 2253); empty where none was shown. */
    static String subject(@Nullable SslHandler tls) {
        try {
            return tls != null
                            && tls.engine().getSession().getPeerCertificates()[0] instanceof X509Certificate certificate
                    ? name(certificate)
                    : "";
        } catch (SSLPeerUnverifiedException e) {
            return "";
        }
    }

    private static String name(X509Certificate certificate) {
        String name = certificate.getSubjectX500Principal().getName().replaceAll("\\p{Cntrl}", "");
        return name.substring(0, Math.min(name.length(), LONGEST));
    }
}
